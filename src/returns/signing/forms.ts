import { form, ticks } from '#base/web/fields.tsx'
import { textField } from '#base/web/form.ts'

export const signingForm = form({
  agreed: ticks(
    'Your signature',
    [{ value: 'yes', text: 'I have read the return, and as far as I know what it says is right' }],
    textField.refine((typed) => typed === 'yes', 'Tick that you have read the return'),
  ),
})
