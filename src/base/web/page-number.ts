import * as z from 'zod'

/** 1 if there is none or it is invalid. */
export const pageNumber = z.coerce.number().int().min(1).max(100_000).catch(1)

export const readPage = (typed: unknown): number => pageNumber.parse(typed)
