import * as z from 'zod'
import type { Choices } from '#attendance/coverage/coverage.ts'
import { questionOf, readAsked } from '#attendance/coverage/forms.ts'
import type { Report } from '#attendance/coverage/report.ts'
import type { Day } from '#base/dates.ts'
import { choice, form, line } from '#base/web/fields.tsx'
import { sentField } from '#base/web/form.ts'
import { urnsIn } from '#schools/schools/school.ts'
import { type InvitedAnswer, invitedAnswers, type SchoolAudience } from './audience.ts'
import { key, narrowingFields, settings, settingsField } from './audience-forms.ts'

const invited = z.object({
  answer: z.enum(invitedAnswers).catch('all'),
  settings,
  sector: key,
  kind: key,
  phase: key,
  trust: key,
  ward: key,
  urns: sentField.transform(urnsIn),
})

/** The schools that an invitation to an event is for. */
export const readInvited = (
  { settings, urns: _numbers, ...typed }: z.infer<typeof invited>,
  code: string,
  choices: Choices,
  laCodes: readonly string[],
  today: Day,
): SchoolAudience => {
  const { question } = questionOf(readAsked({ topic: '', event: '', from: '', to: '' }), choices, laCodes, today)
  const { from, to } = question
  return {
    of: 'schools',
    topic: '',
    event: '',
    from,
    to,
    notBooked: code,
    reach: 'best',
    ...typed,
    ...(settings ? { settings } : {}),
  }
}

const answerSays: Record<InvitedAnswer, { text: string; hint: string }> = {
  all: { text: 'All schools that it is for', hint: 'Every open school in the area that the event is for.' },
  due: {
    text: 'Schools with training due, and not booked',
    hint: 'Where training that this event counts for is overdue, due or missing.',
  },
  never: { text: 'Schools that never came', hint: 'With no record of attending any event.' },
}

/** Which schools are invited, on an event's own page of invitations. */
export const invitedForm = (tables: Report['tables'] = []) =>
  form(
    {
      answer: choice(
        'Which schools?',
        invitedAnswers.map((value) => ({ value, ...answerSays[value] })),
        invited.shape.answer,
        { hint: 'Not those that booked, wait or were invited in 24 hours.' },
      ),
      settings: settingsField,
      ...narrowingFields(tables),
      urns: line('Or only these schools', invited.shape.urns, { hint: 'Their numbers (URN), with blanks between them.' }),
    },
    () => invited,
  )
