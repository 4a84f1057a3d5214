// Whatever an organiser makes a message say, it still says what must be said, the same in both
// its forms, and harms nobody.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { councilFrom } from '#base/council.ts'
import { catalogue, found, templateAt } from '#correspondence/wordings/catalogue.ts'
import { entryFacts, sampleShown } from '#correspondence/wordings/sample-data.ts'
import {
  cleanWords,
  fieldWords,
  longestLine,
  longestWords,
  ownOf,
  pathOf,
  type Template,
  wrongWith,
} from '#correspondence/wordings/wording.ts'
import { invitation } from '#emails/calendars/invitation.tsx'
import type { Rendered, Sender } from '#emails/messages/mail.tsx'
import { fieldsIn } from '#emails/messages/words.ts'
import { kindFacts, kinds } from '#messages/outbox/kind.ts'
import { holdsFor } from '#test/support/holds.ts'
import { ownSchool } from '#test/support/own-school.ts'
import { plain } from '#test/support/plain.ts'
import { wordedBy } from '#test/support/worded-by.ts'

const council = { ...councilFrom('884'), name: 'Cyngor Sir Henffordd', contactEmail: 'events@example.gov.uk' }
const sender = (words?: Sender['words']): Sender => ({
  council,
  contactEmail: council.contactEmail,
  baseUrl: 'https://muster.example.gov.uk',
  words,
})
const samples = catalogue.flatMap((template) => template.samples.map((sample) => ({ template, sample })))
const editable = catalogue.filter((template) => !template.fixed)
const rendered = (template: Template, own?: Record<string, string>): Rendered[] =>
  template.samples.map((sample) => sample.render(sender(own && { [template.name]: own }), council))

/**
 * What stands in the HTML for a reader: without the letterhead and the hidden line, and addresses
 * of links, which the text spells out.
 */
const read = (html: string): string =>
  plain(
    html
      .slice(html.indexOf('<body'))
      .replace(/<div style="display:none[^>]*>[^<]*<\/div>/, ' ')
      .replace(/<td class="cell letterhead"[^>]*>[^<]*<\/td>/, ' ')
      .replaceAll(/<a [^>]*href="([^"]*)"[^>]*>([^<]*)<\/a>/g, (_all, href: string, text: string) =>
        text === href ? text : `${text} ${href}`,
      ),
  )
const wordsIn = (text: string): string => text.replaceAll(/[\s()*=:]+|--/g, '')

/** Blocks that no words can change, by what stands in every rendering whatever the words. */
const linksIn = ({ html }: Rendered): string[] => [...html.matchAll(/href="([^"]*)"/g)].map((found) => found[1] ?? '')
const factsIn = ({ html }: Rendered): string[] =>
  [...html.matchAll(/<td class="text rule (?:label|value)"[^>]*>(.*?)<\/td>/gs)].map((found) => plain(found[1] ?? '', ''))

describe('the catalogue', () => {
  // Every kind of message that the service sends is in the catalogue.
  it('has every kind of message but those that others write', () => {
    expect(kinds.filter((kind) => wordedBy[kind].length === 0)).toEqual(['checkpoint_stated', 'wording_test'])
    const codes = ['sign_in_code', 'new_address_code']
    expect(
      catalogue
        .map(({ name }) => name)
        .filter((name) => !codes.includes(name))
        .sort(),
    ).toEqual([...new Set(Object.values(wordedBy).flat())].sort())
  })

  it('has templates of each kind for those who read it', () => {
    for (const kind of kinds.filter((one) => wordedBy[one].length > 0))
      expect([kind, new Set(catalogue.filter(({ name }) => wordedBy[kind].includes(name)).map(({ audience }) => audience))]).toEqual([
        kind,
        new Set(kindFacts(kind).readers),
      ])
  })

  it('has each name once, an address for each, and something about each', () => {
    const names = catalogue.map(({ name }) => name)
    expect(names.length).toBe(new Set(names).size)
    expect(catalogue.map((template) => templateAt(pathOf(template)))).toEqual(catalogue)
    expect(catalogue.filter(({ label, to, when }) => !label || !to || !when)).toEqual([])
  })

  // “Messages that keep accounts safe, that the law asks for or that an organiser writes each time cannot be changed.”
  it('says of messages that keep accounts safe, and of complaints, that nobody can change them', () => {
    expect(catalogue.filter(({ fixed }) => fixed).map(({ name }) => name)).toEqual([
      'access_answered',
      'vouch_request',
      'sign_in_code',
      'new_address_code',
      'email_changed',
      'factors_reset',
      'second_person',
      'sign_in_changed',
      'complaint_received',
      'complaint_answered',
    ])
  })

  it('finds messages by their name, their words and the council’s own', () => {
    expect(found(catalogue, 'INVITATION, sent again', {}).map(({ name }) => name)).toEqual(['invitation_again'])
    expect(found(catalogue, 'cwrw a llyfr', { offer: { heading: 'Cwrw a llyfr' } }).map(({ name }) => name)).toEqual(['offer'])
    expect(found(catalogue, '', {})).toEqual(catalogue)
  })
})

describe.each(editable)('$name', (template) => {
  it('says only what its own rules allow, by default', () => {
    expect(Object.values(template.slots).flatMap((slot) => wrongWith(template, slot, slot.text) ?? [])).toEqual([])
    expect(Object.values(template.slots).map((slot) => cleanWords(slot.text, slot))).toEqual(
      Object.values(template.slots).map(({ text }) => text),
    )
  })

  it('has a sample for each of its words', () => {
    const shown = Object.keys(template.slots).filter((slot) =>
      rendered(template, { [slot]: `Marker${slot}Marker` }).some(({ subject, text }) =>
        `${subject}\n${text}`.includes(`Marker${slot}Marker`),
      ),
    )
    expect(shown).toEqual(Object.keys(template.slots))
  })

  it('fills in each field that it names, and says what each is', () => {
    const all = template.fields.map((field) => `<${field}: {${field}}>`).join(' ')
    const own = Object.fromEntries(Object.keys(template.slots).map((slot) => [slot, all]))
    for (const { subject, text } of rendered(template, own)) expect(fieldsIn(`${subject}\n${text}`)).toEqual([])
    expect(template.fields.filter((field) => !fieldWords[field])).toEqual([])
    const unfilled = template.fields.filter((field) =>
      rendered(template, Object.fromEntries(Object.keys(template.slots).map((slot) => [slot, `is:{${field}}.`]))).every(({ text }) =>
        /is:\./.test(text),
      ),
    )
    expect(unfilled).toEqual([])
  })
})

const anyWords = (template: Template) =>
  fc.record(
    Object.fromEntries(
      Object.entries(template.slots).map(([name, slot]) => [
        name,
        fc
          .array(
            fc.oneof(
              fc.string({ unit: 'grapheme', maxLength: 40 }),
              fc.constantFrom(
                '<script>alert(1)</script>',
                '\n\n',
                '\u202Eevil',
                '\u0000',
                '&amp;',
                '"><img src=x>',
                'x'.repeat(1900),
                'مرحبا',
                '',
              ),
              fc.constantFrom('', ...template.fields.map((field) => `{${field}}`)),
            ),
            { maxLength: 5 },
          )
          .map((parts) => cleanWords([...parts, ...(slot.must ?? []).map((field) => ` {${field}}`)].join(' '), slot)),
      ]),
    ),
  )

// No change of words loses a fact, a link, a button, the privacy notice or what the law wants said.
it('whatever the words, facts, links and what the law wants said stay as they are by default', () => {
  for (const template of editable) {
    const byDefault = rendered(template)
    holdsFor([anyWords(template)], { numRuns: 12 }, (own) => {
      for (const [index, after] of rendered(template, own).entries()) {
        const before = byDefault[index] as Rendered
        expect(linksIn(after)).toEqual(linksIn(before))
        expect(factsIn(after)).toEqual(factsIn(before))
        expect(after.html.includes('How we have your details')).toBe(before.html.includes('How we have your details'))
      }
    })
  }
})

// Whatever the words that are allowed, what their must-fields stand for reaches the reader.
it('each must-field’s value survives any change of words that may be saved', () => {
  for (const template of editable)
    for (const [name, slot] of Object.entries(template.slots)) {
      if (!slot.must) continue
      const shownIn = (own: string): string[] => rendered(template, { [name]: own }).map(({ subject, text }) => `${subject}\n${text}`)
      // What each field stands for, in the samples that say this slot at all.
      const values = slot.must.map((field) => shownIn(`⟦{${field}}⟧`).map((text) => text.match(/⟦([^⟧]*)⟧/)?.[1]))
      holdsFor([anyWords(template)], { numRuns: 4 }, (words) => {
        const own = words[name] ?? ''
        fc.pre(own !== '' && wrongWith(template, slot, own) === undefined)
        for (const [index, text] of shownIn(own).entries())
          for (const value of values) if (value[index] !== undefined) expect(text).toContain(value[index])
      })
    }
})

// The plain text and the HTML of a message hold the same words.
it('both forms hold the same words, by default and whatever the words', () => {
  for (const { template, sample } of samples) {
    const one = sample.render(sender(), council)
    expect([template.name, wordsIn(read(one.html))]).toEqual([template.name, wordsIn(one.text)])
  }
  for (const template of editable)
    holdsFor([anyWords(template)], { numRuns: 6 }, (own) => {
      for (const { html, text } of rendered(template, own)) expect(wordsIn(read(html))).toEqual(wordsIn(text))
    })
})

// Whatever is typed, nothing of it becomes markup, a control character or a line of the header.
it('hostile words stay words', () => {
  for (const template of editable)
    holdsFor([anyWords(template)], { numRuns: 6 }, (own) => {
      for (const { subject, html, text } of rendered(template, own)) {
        expect(html).not.toMatch(/<script|<img|<link|javascript:/i)
        expect(subject).not.toMatch(/[\p{Cc}\u202A-\u202E]/u)
        expect(text).not.toMatch(/[^\P{Cc}\n]|[\u202A-\u202E]/u)
      }
    })
})

// Braces in a name or a title are not filled in again.
it('hostile names, titles and schools are said as they are, but for what no reader sees', () => {
  holdsFor(
    [
      fc.array(
        fc.oneof(
          fc.string({ unit: 'grapheme', maxLength: 30 }),
          fc.constantFrom(
            '<script>',
            '{title}',
            '{school}',
            '{constructor}',
            '\u202E',
            '\u0000\u0007',
            '&amp;',
            '\r\nBcc: a@b.c',
            'مرحبا',
            'x'.repeat(2000),
          ),
        ),
        { minLength: 1, maxLength: 4 },
      ),
    ],
    { numRuns: 200 },
    (parts) => {
      const value = `A${parts.join(' ')}Z`
      const { subject, text, html } = invitation({
        ...entryFacts(sender({ invitation: { subject: '{title} {name}', own: '{title} {school} {name}', heading: '{toString} {name}' } })),
        shown: { ...sampleShown, title: value },
        schoolName: value,
        name: value,
        bookedByOther: false,
        byCouncil: false,
      })
      const said = value.replaceAll(/[^\P{Cc}\n]|[\u202A-\u202E\u2066-\u2069]/gu, ' ')
      expect(subject).toBe(`${said} ${said}`.replaceAll(/\s+/g, ' '))
      expect(text.replaceAll(/\s+/g, ' ')).toContain(`{toString} ${said}`.replaceAll(/\s+/g, ' '))
      expect(text.replaceAll(/\s+/g, ' ')).toContain(`${said} ${said} ${said}`.replaceAll(/\s+/g, ' '))
      expect(html).not.toMatch(/<script|[^\P{Cc}\n]|[\u202A-\u202E]/u)
      expect(wordsIn(read(html))).toBe(wordsIn(text))
    },
  )
})

describe('words', () => {
  const template = templateAt('offer') as Template
  const opening = template.slots['opening'] as Template['slots'][string]
  const subject = template.slots['subject'] as Template['slots'][string]

  // Words that hold a field which the message does not know are refused, with the field's name.
  // Words without a field that must stay are refused, with the field's name.
  it('are refused with a sentence that names the field that is unknown or missing', () => {
    expect(wrongWith(template, opening, 'Until {acceptBy}, {Places} for {colour}')).toBe(
      '“What is offered, for several places” holds {colour}, which this message does not know: use {title}, {day}, {time}, {school}, {reference}, {places}, {Places}, {acceptBy}, or write it out',
    )
    expect(wrongWith(template, opening, '{Places} are free')).toBe(
      '“What is offered, for several places” must hold {acceptBy}, so that the message says what it is for',
    )
    expect(wrongWith(template, opening, '{Places} until {acceptBy} {')).toBe(
      '“What is offered, for several places” holds a brace that is no field: write fields like {title}',
    )
    expect(wrongWith(template, opening, '')).toBeUndefined()
  })

  // Words of a sentence are at most 2,000 characters long, those of a subject or heading 200.
  it('have a longest length', () => {
    const [end] = ['{Places}{acceptBy}']
    expect(wrongWith(template, opening, `${'x'.repeat(longestWords - end.length)}${end}`)).toBeUndefined()
    expect(wrongWith(template, opening, `${'x'.repeat(longestWords)}${end}`)).toBe(
      '“What is offered, for several places” must be 2,000 characters or fewer',
    )
    expect(wrongWith(template, subject, `${'x'.repeat(longestLine)}{title}{acceptBy}`)).toBe(
      '“Subject, for several places” must be 200 characters or fewer',
    )
  })

  // An empty field, or one that says what is said by default, is the default.
  it('that are empty or as by default are not the council’s own', () => {
    expect(ownOf(template, { subject: ' ', opening: `  ${opening.text}\r\n`, heading: 'Mae lle i chi' })).toEqual({
      heading: 'Mae lle i chi',
    })
  })

  it('are kept in one spelling: line ends, spaces and control characters', () => {
    expect(cleanWords(' Siân\u0000\tŵyn \r\n\r\n\r\n\r\n next\u202E ', opening)).toBe('Siân ŵyn\n\nnext')
    expect(cleanWords('One\nline', subject)).toBe('One line')
  })
})

/** Only schools of the register are asked for returns, given guidance and named in reports. */
const toSchoolsAlone = ['guidance_issued', 'line_shown', 'return_opened', 'return_submitted']

// “No mail that a setting may get speaks of it as of a school.”
it('no mail that a childminder or a nursery may get speaks of its reader as of a school', () => {
  const said = samples
    .filter(({ template: { name, audience } }) => audience !== 'organisers' && !toSchoolsAlone.includes(name))
    .flatMap(({ template, sample }) => {
      const mail = sample.render(sender(), council)
      return [mail.subject, ...mail.text.split('\n'), ...Object.values(template.slots).map(({ text }) => text)].flatMap((line) =>
        ownSchool.test(line) ? [`${template.name}: ${line}`] : [],
      )
    })
  expect([...new Set(said)]).toEqual([])
})
