import type { TemplateResult } from "lit-html";
import type { TabOutput } from "../../core/tab-api/index.ts";
import type { Api } from "../api.ts";
import type { Failure, Outcome } from "../failure.ts";
import type { Host } from "../host.ts";
import type { Load } from "../load.ts";
import type { PageId, Place } from "../place.ts";
import type { Tell } from "../texts.ts";
import type { Words } from "../words.ts";

/** What every part of the page is made with. */
export interface Context {
  readonly t: Tell;
  readonly words: Words;
  readonly api: Api;
  readonly host: Host;
  /** Who looks at the page. */
  readonly me: TabOutput<"me">;
  /** Draws again what has changed. */
  redraw(): void;
  /** Says something for a moment, to everybody. */
  say(text: string): void;
  /** Says to those who cannot see it what has come up. */
  announce(text: string): void;
  /** Moves the focus there once it is drawn. @param selector of CSS */
  focus(selector: string): void;
  /** Something to be asked for, drawn as it comes. */
  load<Value>(ask: () => Promise<Outcome<Value>>): Load<Value>;
  /**
   * Draws what went wrong, with what can be done about it.
   * @param retry does again what failed
   */
  drawFailure(failure: Failure, retry: () => unknown): TemplateResult;
  /** Goes to another place of the tab. */
  go(place: Place): void;
  /** Writes into the address where somebody is, so that Back leads here. */
  note(place: Place): void;
}

/** A page of the tab. */
export interface Page {
  readonly id: PageId;
  /** Called each time that somebody comes to the page, and when Back leads to another place of it. */
  enter(place: Place): void;
  draw(): TemplateResult;
  /** True while something was typed that is not saved. */
  hasUnsaved?(): boolean;
}
