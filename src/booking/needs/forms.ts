import * as z from 'zod'
import { type Option, optionsOf } from '#base/web/field.tsx'
import { choice, form, lines, select, sentAlong, type Texts, ticks } from '#base/web/fields.tsx'
import { linesField, textField, textsField } from '#base/web/form.ts'
import { sayNumber } from '#base/words.ts'
import type { EventDetails } from '#events/events/event.ts'
import { longestAnswer } from './access.ts'
import {
  accessChoices,
  accessChoicesAt,
  asksDietary,
  type DietaryChoice,
  dietaryChoices,
  isNothing,
  longestAccess,
  longestDietary,
  type Needs,
  tellings,
} from './need.ts'
import { hasBegun, type OwnPlace, saidNo } from './own-place.ts'

const among = <Choice extends string>(labels: Readonly<Record<Choice, string>>) =>
  textsField.transform((typed) => (Object.keys(labels) as Choice[]).filter((choice) => typed.includes(choice)))

const words = (longest: number, what: string) =>
  linesField.pipe(z.string().max(longest, `What you write about ${what} must be ${sayNumber(longest)} characters or fewer`))

const large = { small: true, legendClass: 'govuk-fieldset__legend--m' }

/** Saving any need requires the delegate's own consent; no needs require none. */
export const needsForm = (event: Pick<EventDetails, 'attendanceMode'>, councilName: string) => {
  const food = asksDietary(event)
  const agreed = `I agree that ${councilName} uses what I have entered here, only ${food ? 'for food and access' : 'so that I can take part'} at this event`
  return form(
    {
      dietary: food
        ? ticks('Food and drink (optional)', optionsOf(dietaryChoices), among(dietaryChoices), large)
        : sentAlong(textsField.transform((): DietaryChoice[] => [])),
      'dietary-words': food
        ? lines('Anything else about food (optional)', words(longestDietary, 'food'), {
            hint: `The caterer reads this: leave your name out. Up to ${longestDietary} characters`,
            rows: 3,
          })
        : sentAlong(textsField.transform(() => '')),
      access: ticks(
        'Access (optional)',
        accessChoicesAt(event).map((choice) => ({ value: choice, text: accessChoices[choice] })),
        among(accessChoices),
        large,
      ),
      'access-words': lines('Anything else that helps you take part (optional)', words(longestAccess, 'access'), {
        hint: `What would help? You need not say why. Up to ${sayNumber(longestAccess)} characters`,
        rows: 4,
      }),
      agreed: ticks('Your consent', [{ value: 'yes', text: agreed }], textsField),
    },
    (schema) =>
      schema.transform((typed, context): Needs => {
        const needs = {
          dietary: { choices: typed.dietary, words: typed['dietary-words'] },
          access: { choices: typed.access, words: typed['access-words'] },
        }
        if (!isNothing(needs) && !typed.agreed.includes('yes')) context.addIssue({ code: 'custom', path: ['agreed'], message: notAgreed })
        return needs
      }),
  )
}

const notAgreed = 'Tick the box if you agree that we use this, or leave everything empty: you do not have to tell us'

export const needsTyped = ({ dietary, access }: Needs, agreed: boolean): Texts => ({
  dietary: dietary.choices,
  'dietary-words': dietary.words,
  access: access.choices,
  'access-words': access.words,
  agreed: agreed ? 'yes' : '',
})

/** A place link's token, in the form of `newToken`; else undefined. */
export const readToken = (typed: string | undefined): string | undefined => (typed && /^[\w-]{43}$/.test(typed) ? typed : undefined)

export const tellForm = (own: OwnPlace, now: Date) => {
  const hinted = !hasBegun(own, now) && !own.isOwnBooking
  const options: Option[] = [
    ...(saidNo(own) ? [{ value: 'comes', text: 'I can come after all', hint: 'Unless somebody else has your place by then' }] : []),
    { value: 'cannot_come', text: 'I cannot come', ...(hinted ? { hint: 'They can send someone else, or cancel the place' } : {}) },
    {
      value: 'not_me',
      text: own.name ? `I am not ${own.name}, or I was not asked` : 'This is not me',
      ...(hinted ? { hint: 'They can put the address right, or name somebody else' } : {}),
    },
  ]
  return form({
    statement: choice(
      own.isOwnBooking ? 'Are you coming?' : 'What shall we tell them?',
      options,
      z.enum(tellings, 'Choose what to tell them'),
    ),
  })
}

export const accessAnswerForm = form({
  answer: lines(
    'Your answer',
    linesField.pipe(z.string().min(1, 'Write the answer').max(longestAnswer, `Shorten it to ${longestAnswer} characters`)),
    {
      hint: 'We email them that it is on their page. Such as: BSL interpreter booked.',
      rows: 3,
    },
  ),
  done: choice(
    'Is it arranged?',
    [
      { value: 'yes', text: 'Yes, or there is nothing more to do' },
      { value: 'no', text: 'Not yet' },
    ],
    z.enum(['yes', 'no'], 'Say whether it is arranged'),
  ),
})

/** @param people who can answer: their account and name */
export const accessOwnerForm = (people: readonly { accountId: string; name: string }[]) =>
  form({
    owner: select(
      'Who answers',
      [{ value: '', text: 'Whoever runs the event' }, ...people.map(({ accountId, name }) => ({ value: accountId, text: name }))],
      textField.pipe(z.enum(['', ...people.map(({ accountId }) => accountId)], 'Choose who answers')),
    ),
  })
