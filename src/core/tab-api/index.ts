// Knows what the tab and its server say to each other: routes, who may take them, shapes, problems.
// Must not know HTTP libraries or how an answer comes about.
// A new route is a row of TAB_ROUTES and a handler of that name in src/server/tab-api.
export { PROBLEM_CODES, Problem, type ProblemCode } from "./problem.ts";
export type { TabRoute } from "./route.ts";
export { TAB_ROUTES, type TabInput, type TabOutput, type TabRouteName } from "./routes.ts";
export { PAGES } from "./shapes.ts";
