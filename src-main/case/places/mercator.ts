/** Where the map ends: the latitude at which its square is full. */
const MAP_END = 85.0511287798066;

/** Degrees on the square of the map: x from 0 at 180° W to 1, y from 0 in the north to 1. Null where the map does not reach. */
export function onSquare(latitude: number, longitude: number): { readonly x: number; readonly y: number } | null {
  if (!(Math.abs(latitude) <= MAP_END && Math.abs(longitude) <= 180)) return null;
  const phi = (latitude * Math.PI) / 180;
  return { x: longitude / 360 + 0.5, y: 0.5 - Math.log(Math.tan(Math.PI / 4 + phi / 2)) / (2 * Math.PI) };
}
