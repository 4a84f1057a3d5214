import type { Document } from '#base/document.ts'
import type { Feedback } from './answer.ts'

const hasAll = (lines: readonly { all: string | undefined }[]): boolean => lines.some(({ all }) => all !== undefined)

export const feedbackDocument = (
  {
    school,
    phase,
    title,
    year,
    council,
    least,
    told,
  }: { school: string; phase: string; title: string; year: string; council: string; least: number; told: string | undefined },
  lines: readonly (Feedback & { all: string | undefined })[],
): Document => ({
  title: `Feedback on the audit of ${school}`,
  lines: [
    `${title}, ${year}, from ${council}`,
    `Beside your answers you see how other schools of your phase (${phase || 'not recorded'}) answered by the deadline, to the nearest ten per cent. No school is named.`,
    `Where fewer than ${least} other schools answered a question, nothing is said of them.`,
  ],
  blocks: [
    ...(told === undefined
      ? []
      : [
          { kind: 'heading', text: 'What the council will do' } as const,
          ...told.split('\n').map((text) => ({ kind: 'paragraph', text }) as const),
        ]),
    {
      kind: 'table',
      caption: 'Your answers beside those of your phase',
      sheet: 'Feedback',
      columns: [
        { name: 'Question', width: 40 },
        { name: 'Your answer', width: 18 },
        { name: 'Others of your phase', width: 34 },
        ...(hasAll(lines) ? [{ name: 'All schools', width: 24 }] : []),
      ],
      rows: lines.map(({ label, own, shares, all }) => [
        label,
        own,
        shares === undefined ? 'Too few to say' : shares.map((one) => `${one.percent}% ${one.label}`).join('; '),
        ...(hasAll(lines) ? [all ?? ''] : []),
      ]),
    },
  ],
})
