import { expect, it } from 'vitest'
import { councilFrom } from '#base/council.ts'
import { sampleEvent } from '#correspondence/wordings/sample-data.ts'
import { byHand } from '#emails/correspondence/mailing.tsx'
import type { MessageNature } from '#messages/outbox/kind.ts'

const council = { ...councilFrom('884'), name: 'Wye Council' }
const sender = { council, contactEmail: 'events@example.gov.uk', baseUrl: 'https://muster.example' }

const footer = (nature: MessageNature, words?: object): string =>
  byHand({
    sender: { ...sender, ...words },
    nature,
    subject: 'A subject',
    paragraphs: [{ paragraph: 'A paragraph.' }],
    event: nature === 'service' ? { ...sampleEvent, title: 'Online safety' } : undefined,
    basis: 'Children Act 2004, section 16H',
    invited:
      nature === 'training'
        ? {
            school: 'Wye Primary',
            topic: 'Online safety',
            price: '',
            due: [],
            schools: [],
            books: [],
            opensAt: undefined,
            href: 'https://muster.example/events/ABC234/book',
          }
        : undefined,
    contact: 'events@example.gov.uk',
    unsubscribe: nature === 'promotion' || nature === 'training' ? 'https://muster.example/unsubscribe/token' : undefined,
  }).text.split('\n--\n')[1] ?? ''

const ground =
  'Sent by Wye Council. Questions: events@example.gov.uk.\n\nPrivacy notice (https://muster.example/privacy)\n\nWorried about a child? In an emergency call 999.\n'

it('the small print of each kind of message says why it comes', () => {
  expect(footer('service')).toBe(
    `\nYou get this because of Online safety: you have a place, booked one or came. It holds no advertising.\n\n${ground}`,
  )
  expect(footer('statutory')).toBe(
    `\nThis is a notice that Wye Council must give, because of: Children Act 2004, section 16H. It goes to everyone whom it concerns and cannot be unsubscribed from.\n\n${ground}`,
  )
  expect(footer('training')).toBe(
    `\nYou get this because Wye Council invites schools, trusts and settings to training on the topic “Online safety”, at one address each.\n\nStop invitations on “Online safety” to this address (https://muster.example/unsubscribe/token)\n\n${ground}`,
  )
  expect(footer('promotion')).toBe(
    `\nYou get this because you asked Wye Council for news of new conferences.\n\nStop these messages (https://muster.example/unsubscribe/token)\n\n${ground}`,
  )
})

it('an invitation to an event that cannot be booked yet says from when on it can', () => {
  const said = (opensAt: string | undefined): string =>
    byHand({
      ...{
        sender,
        nature: 'training',
        subject: 'A subject',
        paragraphs: [],
        event: sampleEvent,
        basis: '',
        contact: '',
        unsubscribe: undefined,
      },
      invited: {
        school: 'Wye Primary',
        topic: 'Online safety',
        price: '',
        due: [],
        schools: [],
        books: [],
        opensAt,
        href: 'https://muster.example/book',
      },
    }).text
  expect(said('2027-01-04T15:00:00.000Z')).toMatch(/Booking opens: Monday 4 January 2027, 3pm\n\nBook places from then on:\nhttps/)
  expect(said(undefined)).toMatch(/[^.]\n\nBook places:\nhttps/)
  expect(said(undefined)).not.toContain('Booking opens')
})

it('the council may say why in its own words, and cannot lose the link to stop', () => {
  const said = footer('promotion', { words: { mailing: { promotion: 'You wished for it.' } } })
  expect(said).toBe(`\nYou wished for it.\n\nStop these messages (https://muster.example/unsubscribe/token)\n\n${ground}`)
})
