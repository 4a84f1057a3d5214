import * as z from 'zod'

/** Which page of a list an address asks for; the first when it asks for none that can be. */
export const pageNumber = z.coerce.number().int().min(1).max(100_000).catch(1)

export const readPage = (typed: unknown): number => pageNumber.parse(typed)
