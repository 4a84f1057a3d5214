// A return as a document, for its PDF: entries, authors, facts shown and signatures.
import { type Instant, londonDay, sayDay, sayDeadline, sayInstant } from '#base/dates.ts'
import type { Document, DocumentBlock } from '#base/document.ts'
import { linesOfEntry } from '#returns/filling/entry.ts'
import type { QuestionState } from '#returns/filling/shown-question.ts'
import { schoolLabel } from '#schools/schools/school.ts'
import type { Signing } from './sign-return.ts'
import { cameWords, capacities, saySignature, signersOf } from './signature.ts'

const paragraph = (text: string): DocumentBlock => ({ kind: 'paragraph', text })

const heldOf = ({ held }: QuestionState): DocumentBlock[] => {
  if (!held) return []
  const { said } = held
  const shown = said ? said.shown : held.shown
  const word = !said
    ? 'Not confirmed yet.'
    : said.answer === 'confirmed'
      ? `Confirmed by ${said.by || 'somebody'}, ${sayDay(said.at)}.`
      : `Disputed by ${said.by || 'somebody'}, ${sayDay(said.at)}: ${said.words}`
  return [paragraph(`Held as at ${sayDay(said?.heldOn ?? held.on)}: ${shown.split('\n').join('. ')}. ${word}`)]
}

const questionOf = (state: QuestionState): DocumentBlock[] => {
  const { question, current, typed } = state
  return [
    { kind: 'heading', text: question.label, level: 3 },
    ...heldOf(state),
    ...linesOfEntry(question, typed).map(paragraph),
    ...(current ? [paragraph(`Written by ${current.by || 'somebody'}, ${sayInstant(current.at)}.`)] : []),
  ]
}

const signaturesOf = ({ own, signatures }: Signing): DocumentBlock[] => [
  { kind: 'heading', text: 'Signatures' },
  {
    kind: 'list',
    items: signersOf(own.rule, signatures, own.school.sector).map(
      ({ as, signature }) => `${capacities[as]}: ${signature ? `${saySignature(signature, sayInstant)}.` : 'Not signed yet.'}`,
    ),
  },
]

export const documentOf = (signing: Signing, made: { council: string; at: Instant }): Document => {
  const { own, sections, states, submissions, reopenings } = signing
  return {
    title: own.title,
    lines: [
      schoolLabel(own.school),
      ...submissions.map(
        ({ number, at, by, came, turn }) =>
          `Submission ${number}, ${sayInstant(at)}, by ${by || 'the head'}: ${cameWords[came]}.${reopenings.some((one) => one.turn === turn + 1) ? ' It was opened again.' : ''}`,
      ),
      ...(own.submitted ? [] : [`Not submitted. As it stood on ${sayInstant(made.at)}.`]),
      `Deadline ${sayDeadline(own.deadlineAt)}. Made for ${made.council} on ${sayDay(londonDay(made.at))}.`,
    ],
    blocks: [
      ...sections.flatMap(({ id, title }): DocumentBlock[] => [
        { kind: 'heading', text: title },
        ...states.filter(({ question, asked }) => question.sectionId === id && asked).flatMap(questionOf),
      ]),
      ...signaturesOf(signing),
    ],
  }
}
