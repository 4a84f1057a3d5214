import * as z from 'zod'

const show = z.enum(['all', 'open']).catch('all')

export const readShown = (typed: string | undefined) => show.parse(typed)

/** `who`: `delegate:` and a place's id, or `contact:` and a booking's. */
export const rungForm = z.object({
  show,
  after: z.string().max(100).catch(''),
  who: z
    .string()
    .max(100)
    .catch('')
    .transform((text) => text.split(':')),
  how: z.enum(['spoke', 'left_message']).catch('spoke'),
  form: z.string().max(64).catch(''),
})

export const exportForm = z.object({ show, format: z.enum(['csv', 'xlsx']).catch('csv') })
