import * as z from 'zod'

/** The page number in an address; 1 if there is none or it is not valid. */
export const pageNumber = z.coerce.number().int().min(1).max(100_000).catch(1)

export const readPage = (typed: unknown): number => pageNumber.parse(typed)
