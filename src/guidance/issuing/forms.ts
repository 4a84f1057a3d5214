import { form, line } from '#base/web/fields.tsx'
import { shortLine } from '#base/web/form.ts'

/** By a link, where nobody has signed in. */
export const acknowledgeForm = form({
  name: line('Your name', shortLine(100, 'your name', 'Enter your name'), { autocomplete: 'name' }),
  role: line('Your role at the school', shortLine(100, 'your role', 'Enter your role at the school')),
})
