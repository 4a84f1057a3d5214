// A certificate as a document, of which its page and its PDF are made: the same row makes the same
// file, byte for byte.
import { sayDay, sayInstant } from '#base/dates.ts'
import type { Document, DocumentBlock } from '#base/document.ts'
import type { Picture } from '#base/picture.ts'
import { spelt } from '#base/web/spelling.ts'
import { type Certificate, sayCertificateNumber, sayEnd, sayHeld, sayMinutes, sayTopics, sayTowards } from './certificate.ts'

const lead = (text: string, strong = false): DocumentBlock => ({ kind: 'paragraph', text, strong, look: 'lead' })

const nameErased = 'Name erased'
const unspelt = 'The person named on the page of this certificate, whose name has letters that this file cannot show'

type Shown = { inFile: boolean; picture?: Picture | undefined }

/** `inFile`: a file has fewer letters than a page: what it cannot spell it does not print. */
export const documentOf = (certificate: Certificate, { inFile, picture }: Shown): Document => {
  const { name, schoolName, title, level, provider, council, ended, renewBy, towards, number, checkAt, logo } = certificate
  const spelling = inFile ? spelt(name) : name
  const address = `${checkAt}/c/${sayCertificateNumber(number)}`
  const put = (text: string): string => (inFile ? (spelt(text) ?? '') : text)
  const facts: [string, string][] = [
    ['Topics', sayTopics(certificate.topics)],
    ['Level', level],
    ['Provider', provider],
    ['Issued', `${sayInstant(certificate.issuedAt)}, by ${council}`],
    ['Renew by', renewBy === undefined ? '' : sayDay(renewBy)],
  ]
  return {
    title: 'Certificate of attendance',
    colour: certificate.colour,
    look: 'certificate',
    logo,
    picture,
    lines: [council],
    blocks: [
      ...(ended ? [lead(`${sayEnd(ended)}. It is kept as it was.`, true)] : []),
      lead(ended ? 'It certified that' : 'This certifies that'),
      spelling === undefined ? lead(unspelt, true) : { kind: 'paragraph', text: spelling || nameErased, strong: true, look: 'name' },
      ...(schoolName ? [lead(`for ${put(schoolName)}`)] : []),
      lead(certificate.attended === 'whole' ? 'attended' : 'attended a part of'),
      { kind: 'heading', text: put(title), look: 'subject' },
      lead(sayHeld(certificate)),
      lead(sayMinutes(certificate), true),
      { kind: 'facts', caption: 'What the register says', rows: facts.flatMap(([label, value]) => (value ? [[label, put(value)]] : [])) },
      { kind: 'heading', text: 'What it counted towards on that day', level: 3 },
      towards.length === 0
        ? { kind: 'paragraph', text: 'No requirement that the council keeps.' }
        : { kind: 'list', items: towards.map((one) => put(sayTowards(one))) },
      ...(ended ? [] : [{ kind: 'signature' as const, who: `Signed for ${council}` }]),
      { kind: 'heading', text: 'How to check it', level: 3 },
      {
        kind: 'code',
        address,
        beside: [
          `Number ${sayCertificateNumber(number)}`,
          'Anybody who has the number sees here whether this certificate is in force. That page does not show the name.',
          address,
        ],
      },
    ],
  }
}

/** Its name as a file, in ASCII letters and without the person’s name. */
export const fileOf = ({ toDay, number }: Pick<Certificate, 'toDay' | 'number'>): string =>
  `certificate-${toDay}-${sayCertificateNumber(number).slice(0, 9).toLowerCase()}`
