// Mails and guides of schools use the words of docs/words.md.
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { councilFrom } from '#base/council.ts'
import { root } from '#commands/settings.ts'
import { catalogue } from '#correspondence/wordings/catalogue.ts'
import { longHints, patterns, wordsInGuide, wordsInHeadings, wordsInMail, wordsInPage } from '#test/support/words.ts'

const council = { ...councilFrom('884'), name: 'Alderwickshire County Council', contactEmail: 'training@alderwickshire.example' }
const sender = { council, contactEmail: council.contactEmail, baseUrl: 'https://muster.example' }

it.each(catalogue)('the mail “$label” uses our words', ({ audience, samples }) => {
  const readers = audience === 'organisers' ? 'staff' : 'schools'
  const mails = samples.map(({ render }) => render(sender, council))
  expect(mails.flatMap(({ subject, text }) => wordsInMail(subject, text, readers))).toEqual([])
})

it.each(catalogue)('the mail “$label” is the council’s alone, in its name', ({ samples }) => {
  const ofCouncil = { ...sender, baseUrl: 'https://safeguarding.example' }
  for (const { senderName, subject, text, html } of samples.map(({ render }) => render(ofCouncil, council))) {
    expect(senderName).toBe(council.name)
    expect(html).toContain(council.brandColour)
    expect([subject, text, html].filter((words) => /muster/i.test(words))).toEqual([])
  }
})

it.each(['schools', 'delegates'])('the guide for %s uses our words', (guide) => {
  expect(wordsInGuide(readFileSync(`${root}/docs/guide/${guide}.md`, 'utf8'), 'schools')).toEqual([])
})

/** A page with these words in every place in which a word can count. */
const pageOf = (words: string): string =>
  `<html><title>Muster</title><body><main><h1>${words}</h1><p>${words}</p><label>${words}</label><button>${words}</button>
  <table><tr><th>${words}</th><td>${words}</td></tr></table></main></body></html>`

it.each(patterns)('control: “$finds” is found on a page', ({ finds, say }) => {
  expect(wordsInPage(pageOf(finds), 'schools')).toContainEqual(expect.stringContaining(`say “${say}”`))
})

it.each(patterns.filter(({ leaves }) => leaves))('control: “$leaves” is left', ({ leaves = '' }) => {
  expect(wordsInPage(pageOf(leaves), 'schools')).toEqual([])
})

it('control: words are found in a subject, a heading of a file and a heading of a guide', () => {
  expect(wordsInMail('Settled', 'Good morning', 'schools')).toHaveLength(1)
  expect(wordsInHeadings(['Code', 'Name'], 'schools')).toHaveLength(1)
  expect(wordsInGuide('## Marks\n\nMarks are read.', 'schools')).toHaveLength(1)
})

it('control: words of schools alone are left on pages of staff, as is what somebody wrote', () => {
  expect(wordsInPage(pageOf('Ask to act for a school'), 'staff')).toEqual([])
  expect(wordsInPage(pageOf('Names are due'), 'staff')).not.toEqual([])
  expect(wordsInPage('<body><blockquote>Ask to act for a school</blockquote></body>', 'schools')).toEqual([])
})

it('control: a hint of 13 words is too long, one of 12 is not', () => {
  const hint = (words: number): string => `<div class="govuk-hint">${Array.from({ length: words }, () => 'word').join(' ')}</div>`
  expect(longHints(`<body>${hint(12)}${hint(13)}</body>`)).toEqual([expect.stringContaining('a hint of 13 words')])
})
