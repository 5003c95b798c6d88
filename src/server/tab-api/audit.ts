import { answer, refuse, type TabHandler } from "./call.ts";

export const listAudit: TabHandler<"listAudit"> = async ({ tools, identity, query }) => {
  const { before } = query;
  const page = await tools.audit.list(identity.tenantId, before === undefined ? {} : { before });
  const lines = page.lines.map((line) => ({ ...line, details: { ...line.details } }));
  return answer({ ...page, lines });
};

export const exportAudit: TabHandler<"exportAudit"> = async ({ tools, identity, input }) => {
  const { tenantId, personId: actor } = identity;
  const { format, from, to } = input;
  const written = await tools.audit.export(tenantId, { format, from, to, actor });
  if (written.kind === "too-long") return refuse("too_long");
  const { name, text, lines } = written;
  return answer({ name, text, lines });
};
