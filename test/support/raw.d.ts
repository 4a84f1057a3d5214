declare module '*?raw' {
  const text: string
  export default text
}

// What vite makes of it: the files that a pattern names, by path.
interface ImportMeta {
  glob<T>(patterns: string[], options: { query: '?raw'; import: 'default'; eager: true }): Record<string, T>
}
