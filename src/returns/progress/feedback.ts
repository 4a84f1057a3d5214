import type { Document } from '#base/document.ts'
import type { Feedback } from './answer.ts'

/** The sheet that a school gets: its answers beside those of its phase, of which none is named. */
export const feedbackDocument = (
  {
    school,
    phase,
    title,
    year,
    council,
    least,
  }: { school: string; phase: string; title: string; year: string; council: string; least: number },
  lines: readonly Feedback[],
): Document => ({
  title: `Feedback on the return of ${school}`,
  lines: [
    `${title}, ${year}, from ${council}`,
    `Beside your answers stands how other schools of your phase (${phase || 'not recorded'}) answered by the deadline, to the nearest ten per cent. No school is named.`,
    `Where fewer than ${least} other schools answered a question, nothing is said of them.`,
  ],
  blocks: [
    {
      ...{ kind: 'table', caption: 'Your answers beside those of your phase', sheet: 'Feedback' },
      columns: [
        { name: 'Question', width: 40 },
        { name: 'Your answer', width: 18 },
        { name: 'Others of your phase', width: 42 },
      ],
      rows: lines.map(({ label, own, shares }) => [
        label,
        own,
        shares === undefined ? 'Too few to say' : shares.map((one) => `${one.percent}% ${one.label}`).join('; '),
      ]),
    },
  ],
})
