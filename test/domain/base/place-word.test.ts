// What an organisation is called to its own people.
import { expect, it } from 'vitest'
import { nobody } from '#base/act.ts'
import { pageWordedFor, placeFor, wordedFor } from '#base/place-word.ts'

const actor = (schoolIds: readonly string[], settingIds: readonly string[], askedSchoolIds: readonly string[] = []) => ({
  ...nobody,
  ...{ schoolIds, settingIds, askedSchoolIds },
})

// “Whoever acts for settings alone reads of their setting on every page, and whoever acts for a school too reads so on the pages of the setting.”
it('is a setting to whoever acts for settings alone, and on its own page to whoever acts for a school too', () => {
  expect(placeFor(nobody)).toBe('school')
  expect(placeFor(actor(['a', 'b'], []))).toBe('school')
  expect([placeFor(actor(['a'], ['a'])), placeFor(actor([], ['a'], ['a']))]).toEqual(['setting', 'setting'])
  const both = actor(['a', 'b'], ['a'])
  expect([placeFor(both), placeFor(both, 'a'), placeFor(both, 'b')]).toEqual(['school', 'setting', 'school'])
  // The council at the page of a setting that it does not act for.
  expect(placeFor(nobody, 'a')).toBe('school')
})

it('words a sentence of a setting: its own school, and neither titles, nor other schools, nor days on which schools are open', () => {
  const said =
    'Your school’s places: say who comes for the school to “The school and your school” by the last school day. Other schools wait.'
  expect(wordedFor('school', said)).toBe(said)
  expect(wordedFor('setting', said)).toBe(
    'Your setting’s places: say who comes for the setting to “The school and your school” by the last school day. Other schools wait.',
  )
  expect(wordedFor('setting', 'The school year, your school holidays, the school hours, each school, a school')).toBe(
    'The school year, your school holidays, the school hours, each school, a school',
  )
})

it('words a page of what is read, and leaves addresses, fields and what is typed into them as they are', () => {
  const page = (place: string) =>
    `<title>My ${place}s</title><a href="/the school" title="your school">Your <b>school</b>: the ${place}</a><textarea>the school</textarea><input value="your school">`
  expect(pageWordedFor('setting', page('school'))).toBe(page('setting'))
})
