import * as z from 'zod'

const whole = z
  .string()
  .regex(/^(0|[1-9]\d{0,8})$/)
  .transform(Number)

export const entryForm = z.object({ index: whole })

/** The entry `index` in the log of the first `size`. */
export const inclusionForm = z.object({ index: whole, size: whole }).refine(({ index, size }) => index < size)

/** The log of the first `from` entries in that of the first `to`. */
export const consistencyForm = z.object({ from: whole, to: whole }).refine(({ from, to }) => from > 0 && from <= to)
