/** Countries of Natural Earth as shared arcs; declared here so that the compiler does not read megabytes of them. */
declare module 'world-atlas/countries-110m.json' {
  import type { GeometryCollection, Topology } from 'topojson-specification';

  const topology: Topology<{ countries: GeometryCollection<{ name: string }> }>;
  export default topology;
}

declare module 'world-atlas/countries-50m.json' {
  export { default } from 'world-atlas/countries-110m.json';
}

declare module 'world-atlas/countries-10m.json' {
  export { default } from 'world-atlas/countries-110m.json';
}
