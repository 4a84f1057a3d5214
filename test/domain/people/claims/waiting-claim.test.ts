// What somebody who waits to be confirmed is told.
import { expect, it } from 'vitest'
import { councilFrom } from '#base/council.ts'
import { answerDue, maskedAddress, sayCouncilContact, sayDue, waitingRows, whoWasAsked } from '#people/claims/waiting-claim.ts'

const council = {
  ...councilFrom('884'),
  name: 'Herefordshire Council',
  contactTelephone: '01432 260000',
  contactEmail: 'events@hereford.example',
}
const calendar = { bankHolidays: new Set(['2026-05-25']), terms: [] }

it('an address is masked to its first letter and its domain', () => {
  expect(maskedAddress('office@school.example')).toBe('o•••@school.example')
})

it('names everybody who can answer', () => {
  expect(whoWasAsked({ mailbox: null, colleague: false }, council)).toBe('Herefordshire Council')
  expect(whoWasAsked({ mailbox: 'office@school.example', colleague: true }, council)).toBe(
    'The office’s mailbox (o•••@school.example), a colleague there who approves others and Herefordshire Council. The first answer decides',
  )
})

it('the council answers within its working days, which leave out weekends and bank holidays', () => {
  const asked = { requestedAt: '2026-05-21T15:00:00.000Z', mailbox: null, colleague: false }
  expect(answerDue(asked.requestedAt, council, calendar)).toBe('2026-05-27')
  expect(sayDue('2026-05-27', council, '2026-05-27')).toBe(
    'Wednesday 27 May 2026 at the latest: Herefordshire Council answers within 3 working days if nobody there does sooner',
  )
  expect(sayDue('2026-05-27', council, '2026-05-28')).toBe(
    'Wednesday 27 May 2026 was the day by which Herefordshire Council was to answer. Please ask what has become of it',
  )
  expect(waitingRows(asked, council, calendar, new Date('2026-05-22T09:00:00.000Z')).map(([key]) => key)).toEqual([
    'Who was asked',
    'Answer by',
    'Questions',
  ])
})

it('says whom to ring, or to write to where no telephone is given', () => {
  expect(sayCouncilContact(council)).toBe('Ring Herefordshire Council on 01432 260000, or write to events@hereford.example')
  expect(sayCouncilContact({ ...council, contactTelephone: '' })).toBe('Write to Herefordshire Council at events@hereford.example')
  expect(sayCouncilContact({ ...council, contactTelephone: '', contactEmail: '' })).toBe('Ask Herefordshire Council')
})
