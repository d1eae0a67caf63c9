/** What wrote a report. A test holds the version to that of the package. */
export const SOFTWARE = { name: 'Affiant', version: '0.1.0' } as const;
