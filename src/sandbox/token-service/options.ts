import type { Authority } from "../entra/entra.ts";

/** An OAuth connection setting of the bot, as its Azure resource holds it. */
export interface Connection {
  readonly name: string;
  /** Scopes of one resource, separated by blanks. */
  readonly scopes: string;
  /** `api://botid-<app id>`: the API that Teams gives people's tokens for. */
  readonly tokenExchangeUrl: string;
}

export interface TokenServiceOptions {
  readonly authority: Authority;
  /** The bot whose tokens are taken and whose connections these are. */
  readonly appId: string;
  /** Audience of the bot's token: `https://api.botframework.com`. */
  readonly audience: string;
  readonly connections: readonly Connection[];
}
