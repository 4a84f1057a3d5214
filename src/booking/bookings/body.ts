// A form body, and the texts in it.

/** A form body as Hono parses it with `all`. */
export type Body = Record<string, string | File | (string | File)[]>

/** Everything posted under a name, files apart. */
export const texts = (body: Body, name: string): string[] => {
  const value = body[name]
  return (Array.isArray(value) ? value : value === undefined ? [] : [value]).filter((one) => typeof one === 'string')
}
export const text = (body: Body, name: string): string => texts(body, name)[0] ?? ''
