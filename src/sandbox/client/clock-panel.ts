import { moveClock, readClock } from "./clock-calls.ts";
import { button, element } from "./element.ts";
import type { Panel, Teller } from "./panel.ts";

const about =
  "Puts the clock of the product, the tenant and Teams forward: links and requests expire, reminders go out, watched apps are checked. Sign-ins go by the real time and stay. It goes forward only; a new start is today again.";

/** What a press lets pass. */
const steps = [
  { label: "1 hour", minutes: 60 },
  { label: "1 day", minutes: 24 * 60 },
  { label: "3 days", minutes: 3 * 24 * 60 },
  { label: "14 days", minutes: 14 * 24 * 60 },
] as const;

/** The panel that lets time pass. */
export function createClockPanel(body: HTMLElement, teller: Teller): Panel {
  const now = element("p", { class: "clock-now", id: "clock-now" });
  const ahead = element("p", { class: "app-note", id: "clock-ahead" });
  const read = async () => {
    const clock = await readClock();
    now.textContent = formatTime(clock.now);
    ahead.textContent = toAhead(clock.aheadMinutes);
  };
  const refresh = () => teller.reading(read);
  const pass = async (label: string, minutes: number) => {
    try {
      await moveClock(minutes);
      teller.done(`${label} passed. What has become due is done now.`);
    } catch (error) {
      teller.failed(error);
    }
    await refresh();
  };
  body.replaceChildren(
    element("p", { class: "panel-about" }, about),
    element("h3", {}, "Here it is"),
    now,
    ahead,
    element("h3", {}, "Let time pass"),
    element(
      "div",
      { class: "clock-steps" },
      ...steps.map(({ label, minutes }) =>
        button(label, { class: "panel-button" }, () => void pass(label, minutes)),
      ),
    ),
  );
  return { refresh };
}

function formatTime(iso: string): string {
  return new Date(iso).toLocaleString("en", { dateStyle: "full", timeStyle: "short" });
}

function toAhead(minutes: number): string {
  if (minutes === 0) return "The real time.";
  const days = Math.floor(minutes / (24 * 60));
  const hours = Math.round((minutes % (24 * 60)) / 60);
  const parts = [
    ...(days > 0 ? [days === 1 ? "1 day" : `${days} days`] : []),
    ...(hours > 0 ? [hours === 1 ? "1 hour" : `${hours} hours`] : []),
  ];
  return `${parts.join(" and ")} ahead of the real time.`;
}
