import * as z from 'zod'
import type { Body } from '#base/web/form.ts'

const id = /^[0-9a-f]{8}-[0-9a-f-]{27}$/

const form = z.object({ seen: z.union([z.literal(''), z.string().regex(id)]).catch('') })

/** The address that a form was about, by id; '': there was none. */
export const readSeen = (body: Body): string => form.parse(body).seen
