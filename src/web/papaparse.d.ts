// The two calls of Papa Parse that Muster uses; the package carries no types of its own.
declare module 'papaparse' {
  const papa: {
    unparse: (data: { fields: readonly string[]; data: readonly (readonly unknown[])[] }, config: { newline: string }) => string
    parse: (text: string, config: { skipEmptyLines: boolean }) => { data: string[][] }
  }
  export default papa
}
