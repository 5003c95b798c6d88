import type { TableClient, TransactionAction } from "@azure/data-tables";
import type { Entity } from "./tables-entity.ts";
import { BrokenAnswer } from "./tables-faults.ts";

/** Entities of one page, and where the next one begins. */
export interface Page {
  readonly entities: readonly Entity[];
  readonly next: string | undefined;
}

/** Which entities of the table, by OData. */
export interface Query {
  readonly filter: string;
  readonly select?: string[];
  /** At most, from 1 to 1000. */
  readonly top: number;
}

/** One request each, never repeated: whoever asks knows whether it may be. */
export interface Table {
  get(pk: string, rk: string, signal: AbortSignal): Promise<Entity>;
  list(query: Query, from: string | undefined, signal: AbortSignal): Promise<Page>;
  /** Resolves when the service has said yes to each action. */
  submit(actions: TransactionAction[], signal: AbortSignal): Promise<void>;
}

/** @param client has to repeat nothing by itself */
export function toTable(client: TableClient): Table {
  return {
    get: (pk, rk, abortSignal) => client.getEntity(pk, rk, { abortSignal }) as Promise<Entity>,
    list: async ({ filter, select, top }, from, abortSignal) => {
      const queryOptions = { filter, ...(select && { select }) };
      const pages = client
        .listEntities({ queryOptions, abortSignal })
        .byPage({ maxPageSize: top, ...(from !== undefined && { continuationToken: from }) });
      const { value: page } = await pages.next();
      return { entities: (page ?? []) as Entity[], next: page?.continuationToken };
    },
    submit: async (actions, abortSignal) => {
      const answer = await client.submitTransaction(actions, { abortSignal });
      // The SDK takes an answer that was cut short, or has no body, for a yes.
      const said = answer.subResponses.filter(({ status }) => status >= 200 && status < 300);
      if (said.length !== actions.length)
        throw new BrokenAnswer(`${said.length} of ${actions.length} actions were answered`);
    },
  };
}
