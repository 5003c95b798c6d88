// Knows how to draw the contexts in which a product asks for permissions, as an SVG.
// Must not know cards, addresses or where the picture is served.
// drawScopePicture() is pure: the same pack and texts give the same picture.
export { drawScopePicture } from "./scope-picture.ts";
