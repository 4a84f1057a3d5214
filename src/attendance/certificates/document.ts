// A certificate as a document, of which its page and its PDF are made: the same row makes the same
// file, byte for byte.
import { sayDay, sayInstant } from '#base/dates.ts'
import type { Document, DocumentBlock } from '#base/document.ts'
import { spelt } from '#base/web/spelling.ts'
import { attendedNames, type Certificate, sayCertificateNumber, sayEnd, sayHeld, sayMinutes, sayTopics, sayTowards } from './certificate.ts'

const paragraph = (text: string, strong = false): DocumentBlock => ({ kind: 'paragraph', text, strong })

const nameErased = 'Name erased'

/** @param inFile a file has fewer letters than a page: what it cannot spell it does not print */
export const documentOf = (certificate: Certificate, inFile: boolean): Document => {
  const { name, schoolName, title, level, provider, council, ended, renewBy, towards, number, checkAt } = certificate
  const spelling = inFile ? spelt(name) : name
  const address = `${checkAt}/c/${sayCertificateNumber(number)}`
  const put = (text: string): string => (inFile ? (spelt(text) ?? '') : text)
  const facts: [string, string][] = [
    ['Held on', sayHeld(certificate)],
    ['Attended', attendedNames[certificate.attended]],
    ['Length', sayMinutes(certificate)],
    ['Topics', sayTopics(certificate.topics)],
    ['Level', level],
    ['Provider', provider],
    ['Issued', `${sayInstant(certificate.issuedAt)}, by ${council}`],
    ['Renew by', renewBy === undefined ? '' : sayDay(renewBy)],
  ]
  return {
    title: 'Certificate of attendance',
    colour: certificate.colour,
    lines: [council],
    blocks: [
      ...(ended ? [paragraph(`${sayEnd(ended)}. It is kept as it was.`, true)] : []),
      paragraph(ended ? 'It certified that' : 'This certifies that'),
      ...(spelling === undefined
        ? [paragraph('The person named on the page of this certificate, whose name has letters that this file cannot show', true)]
        : [paragraph(spelling || nameErased, true)]),
      ...(schoolName ? [paragraph(`for ${put(schoolName)}`)] : []),
      paragraph(certificate.attended === 'whole' ? 'attended' : 'attended a part of'),
      { kind: 'heading', text: put(title) },
      {
        kind: 'table',
        caption: 'What was attended',
        sheet: 'Certificate',
        columns: [
          { name: 'About', width: 10 },
          { name: 'What the register says', width: 40 },
        ],
        rows: facts.filter(([, value]) => value !== '').map(([name, value]) => [name, put(value)]),
      },
      { kind: 'heading', text: 'What it counted towards on that day' },
      towards.length === 0
        ? paragraph('No requirement that the council keeps.')
        : { kind: 'list', items: towards.map((one) => put(sayTowards(one))) },
      { kind: 'heading', text: 'How to check it' },
      paragraph(`Number ${sayCertificateNumber(number)}`, true),
      paragraph('Anybody who has the number sees here whether this certificate is in force. That page does not show the name.'),
      paragraph(address),
    ],
  }
}

/** Its name as a file, in ASCII letters and without the person’s name. */
export const fileOf = ({ toDay, number }: Pick<Certificate, 'toDay' | 'number'>): string =>
  `certificate-${toDay}-${sayCertificateNumber(number).slice(0, 9).toLowerCase()}`
