import { type Body, texts } from '#base/web/form.ts'
import type { CardSettings } from './checkout.ts'

export const readAllowed = (body: Body): CardSettings => {
  const allow = texts(body, 'allow')
  return { atBooking: allow.includes('atBooking'), balances: allow.includes('balances') }
}
