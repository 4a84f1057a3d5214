import * as z from 'zod'
import { type Day, instant, londonInstant } from '#base/dates.ts'
import { parsePounds, vatOf } from '#base/money.ts'
import { choice, day, type Form, form, line, lines, select, sentAlong } from '#base/web/fields.tsx'
import { type Body, dayField, isUsableDay, linesField, shortLine, textField } from '#base/web/form.ts'
import { cutTo } from '#base/words.ts'
import { poNumber } from '#booking/placing/paying-forms.ts'
import type { TopicChoice } from '#events/events/draft.ts'
import { purposes } from '#events/events/event.ts'
import { purposeWords } from '#events/events/event-facts.ts'
import { sayVat, type VatCode } from '#money/prices/price.ts'
import type { Terms } from '#money/terms/terms.ts'
import { termsLabel } from '#money/terms/words.ts'
import { type SchoolChoices, schoolRowsIn, unpickedIn } from '#schools/schools/school-choice.ts'
import { type AskedSession, type AskedState, askedStates, mostOtherSchools, type OtherSchools } from './asked-session.ts'

const atMost = (longest: number, missing?: string) =>
  linesField.pipe(
    z
      .string()
      .min(missing === undefined ? 0 : 1, missing)
      .max(longest, `Shorten it to ${longest} characters`),
  )

const ahead = (today: Day) => (typed: string) => typed > today

const otherDay = (today: Day) =>
  textField.pipe(z.string().refine((typed) => typed === '' || (isUsableDay(typed) && ahead(today)(typed)), 'Enter a day after today'))

export const askForm = (today: Day) =>
  form(
    {
      about: lines('What should the session be about?', atMost(500, 'Say what the session should be about'), {
        hint: 'Such as: child-on-child abuse, for all staff',
        rows: 3,
      }),
      day1: day('Day that suits you best', dayField('Enter a day').refine(ahead(today), 'Enter a day after today')),
      day2: day('Another day (optional)', otherDay(today)),
      day3: day('A third day (optional)', otherDay(today)),
      people: line('About how many people would come?', textField.pipe(z.string().regex(/^[1-9]\d{0,3}$/, 'Enter a number such as 40')), {
        inputmode: 'numeric',
        width: 5,
      }),
    },
    (schema) =>
      schema.transform(({ about, day1, day2, day3, people }) => ({
        about,
        days: [...new Set([day1, day2, day3].filter(Boolean))],
        people: Math.min(Number(people), 2000),
      })),
  )

const timeField = textField.pipe(z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Enter a time such as 15:30'))

type Choices = { terms: readonly Terms[]; topics: readonly TopicChoice[]; vatCodes: readonly VatCode[] }

export const offerForm = (today: Day, { terms, topics, vatCodes }: Choices) =>
  form(
    {
      title: line('Title', shortLine(200, 'the title', 'Enter a title'), { hint: 'As certificates and records will say it' }),
      topicId: select(
        'Topic',
        [{ value: '', text: 'Choose the topic' }, ...topics.map(({ id, label }) => ({ value: id, text: label }))],
        z.enum(
          topics.map(({ id }) => id),
          'Choose the topic',
        ),
      ),
      purpose: choice(
        'What is it?',
        purposes.map((value) => ({ value, text: purposeWords[value] })),
        z.enum(purposes, 'Choose whether it is training, an update or a briefing'),
        { inline: true },
      ),
      level: line('Level (optional)', textField.pipe(z.string().max(100, 'Shorten it to 100 characters')), {
        hint: 'Such as 3, or refresher',
        width: 10,
      }),
      heldOn: day('Day', dayField('Enter the day').refine(ahead(today), 'Enter a day after today')),
      start: line('Starts at', timeField, { type: 'time', width: 5 }),
      end: line('Ends at', timeField, { type: 'time', width: 5 }),
      place: line('Where', shortLine(200, 'the place', 'Enter where it is held')),
      trainer: line('Trainer', shortLine(200, 'the trainer', 'Enter who gives it')),
      price: line('Price of the whole session in pounds, without VAT', textField, { hint: '0 if it is free of charge', width: 5 }),
      vatCodeId: select(
        'VAT code',
        [{ value: '', text: 'None: free of charge' }, ...vatCodes.map((one) => ({ value: one.id, text: `${one.code}: ${sayVat(one)}` }))],
        z.enum(['', ...vatCodes.map(({ id }) => id)], 'Choose the VAT code'),
      ),
      termsId: select(
        'Terms of cancelling',
        [{ value: '', text: 'None' }, ...terms.map((one) => ({ value: one.id, text: termsLabel(one) }))],
        z.enum(['', ...terms.map(({ id }) => id)], 'Choose the terms'),
      ),
    },
    (schema) =>
      schema.transform(({ heldOn, start, end, price, vatCodeId, termsId, ...rest }, context) => {
        const [startsAt, endsAt] = [londonInstant(heldOn, start), londonInstant(heldOn, end)]
        const pence = parsePounds(price)
        const refused = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message })
        if (!startsAt) refused('start', 'Enter a time that exists on that day')
        if (!endsAt || end <= start) refused('end', 'Enter an end after the start')
        if (pence === undefined || pence > 1_000_000) refused('price', 'Enter an amount such as 350')
        const vat = vatCodes.find(({ id }) => id === vatCodeId)
        if (pence && !vat) refused('vatCodeId', 'Choose the VAT code of the price')
        if (!startsAt || !endsAt || pence === undefined) return z.NEVER
        const charged = pence && vat ? { vatPence: vatOf(pence, vat.basisPoints), vatCodeId: vat.id } : { vatPence: 0, vatCodeId: null }
        return { ...rest, startsAt: instant(startsAt), endsAt: instant(endsAt), pence, ...charged, termsId: termsId || null }
      }),
  )

export const schoolsForm = form({
  alsoFor: lines('Schools that are not on our list, as typed', atMost(1000), { hint: 'They see nothing of the session here', rows: 3 }),
})

/** The other schools of a form, and what was typed for one and is on no list. */
export const othersIn = (body: Body, choices: SchoolChoices, alsoFor = ''): OtherSchools => ({
  schoolIds: [...new Set(schoolRowsIn(body, mostOtherSchools))].filter((id) =>
    [...choices.chosen, ...(choices.all ?? [])].some((one) => one.id === id),
  ),
  alsoFor: cutTo([alsoFor, unpickedIn(body)].filter(Boolean).join('\n'), 1000),
})

export const refuseForm = form({
  reason: lines('Why?', atMost(500, 'Say why'), { hint: 'The school reads this', rows: 3 }),
})

const answer = sentAlong(z.enum(['accepted', 'declined'], 'Choose an answer'))

/** With the order number, if the session has a price. */
export const settleForm = ({
  pence,
}: Pick<AskedSession, 'pence'>): Form<{ answer: 'accepted' | 'declined'; poNumber?: string | undefined }> =>
  pence ? form({ poNumber, answer }) : form({ answer })

/** Which of them a list shows. */
export const readState = (typed: string | undefined): AskedState | undefined =>
  (Object.keys(askedStates) as AskedState[]).find((state) => state === typed)
