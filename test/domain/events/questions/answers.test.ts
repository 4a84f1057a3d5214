import { expect, it } from 'vitest'
import type { EventAnswers } from '#events/questions/answers.ts'
import { AnswersPage } from '#events/questions/views/organiser-answers.tsx'

/** The answers of so many people to a question in their own words. */
const answersOf = (people: number): EventAnswers => {
  const places = Array.from({ length: people }, (_, n) => ({
    ...{ placeId: `place-${n}`, bookingId: `booking-${n}`, reference: `B${n}`, school: 'Ashfield', town: 'Hereford', urn: null },
    ...{ named: 1 as const, name: `Person ${n}` },
  }))
  const question = { id: 'hopes', scope: 'place', kind: 'text', label: 'Hopes?', settings: {}, retiredAt: null }
  return {
    event: { code: 'ABC234' },
    questions: [question],
    places,
    values: new Map([['hopes', new Map(places.map(({ placeId }) => [placeId, 'Confidence']))]]),
  } as unknown as EventAnswers
}

const linksOf = async (people: number): Promise<string[]> =>
  [...String(await AnswersPage({ data: answersOf(people) })).matchAll(/href="([^"]*answers\.\w+)"/g)].map(([, href = '']) => href)

it('the files of all answers are linked at the top, and again after a list that does not show all', async () => {
  const files = ['csv', 'xlsx', 'ods'].map((ending) => `/organiser/events/ABC234/answers.${ending}`)
  expect(await linksOf(200)).toEqual(files)
  expect(await linksOf(201)).toEqual([...files, ...files])
})
