// Knows what a selection needs and why: cases to requirements, unions, comparisons, uses.
// Must not know words or cards: it takes selections and gives facts of the catalogue.
// The first step is always Selection -> Case[]; everything else starts from cases.
export {
  type ComparedRow,
  type Comparison,
  casesOfSelection,
  compareCases,
  findTwin,
  findUses,
  type Use,
} from "./find.ts";
export {
  casesOf,
  erratumsOf,
  erratumsOfNote,
  type Phase,
  type Requirement,
  requirePermissions,
  rowsOf,
} from "./require.ts";
export {
  type Case,
  caseId,
  fittingCases,
  formatSelection,
  ignoredChoices,
  isLaterCode,
  listCases,
  openChoices,
  parseSelection,
  type Resolution,
  resolveSetUp,
  type Selection,
  type SetUp,
  toSetUp,
} from "./selection.ts";
