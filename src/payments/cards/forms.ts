import * as z from 'zod'
import type { CardSettings } from './checkout.ts'

const several = z.preprocess((value) => (value === undefined ? [] : Array.isArray(value) ? value : [value]), z.array(z.string().catch('')))

const allowed = z.object({ allow: several })

export const readAllowed = (body: Record<string, unknown>): CardSettings => {
  const { allow } = allowed.parse({ allow: body['allow'] })
  return { atBooking: allow.includes('atBooking'), balances: allow.includes('balances') }
}
