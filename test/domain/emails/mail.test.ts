import { expect, it } from 'vitest'
import { mail } from '#emails/messages/mail.tsx'

it('both forms of a message say the same, and nothing typed becomes markup', () => {
  const { text, html, senderName } = mail(
    'Subject',
    {
      council: { name: 'Wye Council', brandColour: '#4b2e6f', concernTelephone: '01432 260800' },
      baseUrl: 'https://example.gov.uk',
      small: [{ small: 'Sent by the council.' }],
    },
    [
      { heading: 'You have a place' },
      { paragraph: ['Dear <b>Ŵyn</b>, see ', { text: 'the page', href: 'https://example.gov.uk/?a=1&b=2' }] },
      {
        facts: [
          ['When', 'Friday'],
          ['Where', undefined],
        ],
      },
      { list: ['One', 'Two'] },
      { button: 'See it', href: 'https://example.gov.uk/' },
    ],
  )
  expect(text).toBe(
    'You have a place\n================\n\nDear <b>Ŵyn</b>, see the page (https://example.gov.uk/?a=1&b=2)\n\nWhen: Friday\n\n* One\n* Two\n\nSee it:\nhttps://example.gov.uk/\n\n--\n\nSent by the council.\n\nWorried about a child? Call 01432 260800. In an emergency call 999.\n',
  )
  expect(html.startsWith('<!doctype html><html lang="en">')).toBe(true)
  expect(html).toContain('Dear &lt;b&gt;Ŵyn&lt;/b&gt;')
  expect(html).toContain('href="https://example.gov.uk/?a=1&amp;b=2"')
  expect(html).not.toContain('Where')
  expect(html).not.toMatch(/<script|<img|<link/)
  expect(html).toContain('background:#4b2e6f')
  expect(senderName).toBe('Wye Council')
})
