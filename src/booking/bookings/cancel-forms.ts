import { type Body, text, texts } from '#base/web/form.ts'
import { cutTo } from '#base/words.ts'

/**
 * The form of cancelling: which places (none: all), the pence that were shown, and whether an
 * organiser waives the charge.
 */
export const readCancelling = (body: Body): { placeIds: string[]; seen: number; waive: boolean; reason: string } => ({
  placeIds: texts(body, 'place'),
  seen: /^\d{1,9}$/.test(text(body, 'charge')) ? Number(text(body, 'charge')) : 0,
  waive: text(body, 'waive') === 'yes',
  reason: cutTo(text(body, 'reason'), 1000),
})
