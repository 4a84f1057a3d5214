import { form, ticks } from '#base/web/fields.tsx'
import { textsField } from '#base/web/form.ts'

export const allowForm = form({
  allow: ticks(
    'Besides payers whose route is card',
    [
      { value: 'atBooking', text: 'People who book can choose to pay by card at once' },
      { value: 'balances', text: 'What is owed on the council’s own invoice may be paid by card' },
    ],
    textsField.transform((ticked) => ({ atBooking: ticked.includes('atBooking'), balances: ticked.includes('balances') })),
  ),
})
