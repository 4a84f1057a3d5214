import * as z from 'zod'
import { type Day, isDay } from '#base/dates.ts'
import { whole } from '#base/setting.ts'
import { optionsOf } from '#base/web/field.tsx'
import { choice, form, line, select, sentAlong, ticks } from '#base/web/fields.tsx'
import { lineField, sentField, textField, textsField } from '#base/web/form.ts'
import { fieldOf } from '#base/web/setting-fields.tsx'
import { excerpt, type FoundText } from './naming.ts'
import { classWords, periods, type RunClass, runClasses } from './record.ts'
import { type IdentityHow, identityWords, type Outcome, outcomeWords, type RequestKind, requestWords } from './subject.ts'

/** A day from a date field, or as typed. */
const readDay = (typed: string): Day | undefined => {
  const [, d = '', m = '', y = ''] = /^(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})$/.exec(typed.trim()) ?? []
  const day = y ? `${y}-${m.padStart(2, '0')}-${d.padStart(2, '0')}` : typed.trim()
  return isDay(day) ? day : undefined
}

const reviewOn = (today: Day) =>
  textField.transform((value, context): Day => {
    const day = readDay(value)
    if (day && day > today) return day
    context.addIssue(day ? 'The day of review must lie ahead' : 'Enter the day of review, like 1/9/2027')
    return z.NEVER
  })

const reason = (label: string, missing: string, hint: string) =>
  line(label, lineField.pipe(z.string().min(1, missing).max(500, 'The reason must be 500 characters or fewer')), {
    hint: `${hint} Do not name children.`,
    autocomplete: 'off',
  })

const scopes = ['class', 'person', 'event'] as const
const chosen = {
  scope: choice(
    'What is it to keep?',
    [
      { value: 'class', text: 'A class of records' },
      { value: 'person', text: 'Everything of one person' },
      { value: 'event', text: 'Everything of one event, and everybody who was there' },
    ],
    z.enum(scopes, 'Choose what the hold is to keep'),
  ),
  class: select(
    'Class, if it is a class',
    [{ value: '', text: 'Choose' }, ...runClasses.map((of) => ({ value: of, text: classWords[of] }))],
    textField,
  ),
  person: line('Email address of the person, if it is a person', lineField, { type: 'email', autocomplete: 'off' }),
  event: line('Code of the event, if it is an event', lineField, { width: 10, autocomplete: 'off' }),
}
const known = { scope: sentAlong(z.enum(scopes)), class: sentAlong(textField), person: sentAlong(lineField), event: sentAlong(lineField) }

const missing = { class: 'Choose the class', person: 'Enter the person’s email address', event: 'Enter the code of the event' }

/** @param asks what is to be held; else it is opened from what it holds */
export const holdForm = (today: Day, asks: boolean) =>
  form(
    {
      ...(asks ? chosen : known),
      reason: reason('Why', 'Say why', 'Such as the inquiry and its reference.'),
      reviewOn: line('To be reviewed on', reviewOn(today), { hint: 'Like 1/9/2027', width: 10, autocomplete: 'off' }),
    },
    (typed) =>
      typed.transform(({ scope, reason: why, reviewOn: on, ...values }, context) => {
        const value = values[scope]
        if (value !== '') return { scope, value, reason: why, reviewOn: on }
        context.addIssue({ code: 'custom', path: [scope], message: missing[scope] })
        return z.NEVER
      }),
  )

export const endForm = form({
  why: reason('Why is it no longer held?', 'Say why it is no longer held', 'Such as that the inquiry has ended, and its reference.'),
})

export const reviewForm = (today: Day) => form({ reviewOn: line('Next review', reviewOn(today), { width: 10, autocomplete: 'off' }) })

export const proposeForm = form({ class: sentAlong(z.enum(runClasses, 'Choose a class of records')) })

export const monthsForm = (of: RunClass) => {
  const { least, most, months } = periods[of]
  return form({
    months: fieldOf(
      whole('Months', {
        from: least,
        to: most,
        unit: 'month',
        needed: true,
        hint: `From ${least} to ${most}; ${months} unless you say otherwise`,
      }),
    ),
  })
}

export const decisionForm = form({ decision: sentAlong(z.enum(['approved', 'refused'], 'Say whether it is approved or refused')) })

const pick = <Word extends string>(label: string, words: Readonly<Record<string, string>>, unsaid: string) =>
  select(label, [{ value: '', text: 'Choose' }, ...optionsOf(words)], textField.pipe(z.enum(Object.keys(words) as Word[], unsaid)))

export const receivedOn = (today: Day) =>
  line(
    'Received on',
    textField.transform((value, context): Day => {
      const day = readDay(value)
      if (day && day <= today) return day
      context.addIssue('Enter the day until today on which it came, like 1/9/2026')
      return z.NEVER
    }),
    { hint: 'Like 1/9/2026', width: 10, autocomplete: 'off' },
  )

export const requestForm = (today: Day) =>
  form({
    kind: choice('What do they ask?', optionsOf(requestWords), z.enum(Object.keys(requestWords) as RequestKind[], 'Say what they ask')),
    receivedOn: receivedOn(today),
  })

export const identityForm = form({
  how: pick<IdentityHow>('How was it made sure who asks?', identityWords, 'Say how it was made sure who asks'),
})

/** Of a copy it is said that it was given, of anything else that it was done. */
export const answerForm = (kind: RequestKind) => {
  const { given, done, refused } = outcomeWords
  const words = kind === 'access' ? { given, refused } : { done, refused }
  return form({ outcome: pick<Outcome>('What became of it?', words, 'Say what became of it') })
}

/** `shown`: every text by others that the page showed; `out`: those out of which the name goes. */
const forGood = ticks(
  'Erasing',
  [{ value: 'yes', text: 'Erase this person for good' }],
  sentField.pipe(z.literal('yes', 'Say that this is to be done for good')),
)

export const eraseForm = (texts: readonly FoundText[]) =>
  form({
    shown: sentAlong(textsField),
    out: ticks(
      'Texts by others that may name them',
      texts.map((text) => ({ value: text.id, text: text.words, hint: excerpt(text) })),
      textsField,
      {
        small: true,
        legendClass: 'govuk-fieldset__legend--m',
        hint: 'We remove the words between ⟦ and ⟧ from texts you tick.',
      },
    ),
    // Ticked anew each time.
    confirmed: { ...forGood, show: (of) => forGood.show({ ...of, values: [] }) },
  })
