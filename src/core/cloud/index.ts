// Knows the sets of Microsoft endpoints: where to sign in, where Graph is, who may call us.
// Must not know who uses them; it opens no connection.
// A new cloud is a row in clouds.json.
export { Cloud, clouds, findCloud } from "./cloud.ts";
