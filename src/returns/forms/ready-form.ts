// A form to begin with, in our own words: a council changes it before it is used.
import type { HeldFact, Power, QuestionFacts, QuestionKind, SectionFacts } from './return-form.ts'

type More = Partial<Pick<QuestionFacts, 'hint' | 'mustAnswer' | 'asksEvidence' | 'asksAction'>> & {
  /** The label of the question that it depends on, and its answer. */
  given?: readonly [label: string, value: string]
  from?: HeldFact
}
type Asked = { kind: QuestionKind; label: string } & More

const asks = (kind: QuestionKind, label: string, more: More = {}): Asked => ({ kind, label, ...more })
const graded = (label: string, hint = ''): Asked => asks('grade', label, { hint, asksEvidence: 1, asksAction: 1 })

const byName: readonly (SectionFacts & { questions: readonly Asked[] })[] = [
  {
    title: 'Who leads safeguarding',
    about: 'What the council holds is shown beside each question: confirm it, or say what is different.',
    questions: [
      asks('text', 'Who is the designated safeguarding lead?', { from: 'lead' }),
      asks('text', 'Who deputises for the lead?', { from: 'deputy' }),
      asks('text', 'Which governor, trustee or proprietor looks after safeguarding?', { from: 'governor' }),
      graded('The lead is a senior member of staff with the time and authority that the work needs'),
    ],
  },
  {
    title: 'Policies',
    about: '',
    questions: [
      asks('past_date', 'When was the child protection policy last approved?', { from: 'guidance' }),
      asks('where_kept', 'Where can parents read the child protection policy?'),
      graded('Staff behaviour, low-level concerns and whistleblowing are covered by policies that staff know'),
      graded('Attendance and children missing education are handled as safeguarding matters'),
    ],
  },
  {
    title: 'Training',
    about: '',
    questions: [
      asks('past_date', 'When was the lead last trained for the role?', { from: 'lead_training' }),
      asks('past_date', 'When was a deputy last trained for the role?', { from: 'deputy_training', mustAnswer: 0 }),
      asks('past_date', 'When was the governor for safeguarding last trained?', { from: 'governor_training', mustAnswer: 0 }),
      graded('All staff are trained when they begin and are kept up to date at least once a year'),
      asks('where_kept', 'Where is the record of who was trained when?'),
    ],
  },
  {
    title: 'Safer recruitment',
    about: '',
    questions: [
      graded('The single central record is complete and is checked by somebody other than whoever keeps it'),
      asks('past_date', 'When was the single central record last checked?'),
      asks('yes_no', 'Does every interview panel have somebody trained in safer recruitment?'),
      asks('text', 'What will change so that every panel has?', {
        given: ['Does every interview panel have somebody trained in safer recruitment?', 'no'],
      }),
    ],
  },
  {
    title: 'Concerns and referrals',
    about: 'Give numbers only. Never name or describe a child.',
    questions: [
      graded('Staff know how to report a concern, and the lead decides and records on the same day'),
      asks('number', 'How many referrals to children’s social care were made in the last school year?'),
      graded('Records pass safely and in time when a child moves to another school'),
    ],
  },
  {
    title: 'Online safety and children’s voice',
    about: '',
    questions: [
      graded('Filtering and monitoring are reviewed at least once a year, and somebody answers for them'),
      graded('Children are taught how to stay safe, online too'),
      graded('Children know whom they can tell, and what they say changes what the school does'),
    ],
  },
  {
    title: 'Allegations about adults',
    about: '',
    questions: [
      graded('Allegations about adults reach the head, or the chair where they are about the head, and the council’s designated officer'),
      asks('yes_no', 'Did the school ask the designated officer for advice in the last school year?'),
      asks('rag', 'How sure is the school that low-level concerns are recorded and looked at together?', { asksAction: 1 }),
    ],
  },
  {
    title: 'Oversight',
    about: '',
    questions: [
      graded('Governors, trustees or the proprietor see a report on safeguarding at least once a year and question it'),
      asks('past_date', 'When did the governing body last discuss safeguarding?'),
      asks('yes_no', 'Can the school assure its governing body that its safeguarding duties are met?'),
      asks('text', 'What stands in the way, and by when will it be put right?', {
        given: ['Can the school assure its governing body that its safeguarding duties are met?', 'no'],
        asksAction: 1,
      }),
    ],
  },
]

export type Parts = {
  sections: readonly (SectionFacts & { questions: readonly (QuestionFacts & { key: string; ifKey: string | null })[] })[]
}

/** The example with keys that stand in for ids. */
export const example: Parts = {
  sections: byName.map(({ questions, ...section }) => ({
    ...section,
    questions: questions.map(({ kind, label, given, from, hint = '', mustAnswer = 1, asksEvidence = 0, asksAction = 0 }) => ({
      ...{ key: label, kind, label, hint, mustAnswer, asksEvidence, asksAction },
      ...{ ifQuestionId: null, ifKey: given?.[0] ?? null, ifValue: given?.[1] ?? null, filledFrom: from ?? null },
    })),
  })),
}

const lawToCheck = 'Check this against the text in force before you publish.'
/** Under what power each sector is asked, until somebody has compared it with the law. */
export const usualPowers: readonly Power[] = [
  {
    ...{ sector: 'maintained', asks: 'council', checkedOn: null },
    power: `The council asks maintained schools how they meet their duty under section 175 of the Education Act 2002. ${lawToCheck}`,
  },
  {
    ...{ sector: 'academy', asks: 'partners', checkedOn: null },
    power: `The safeguarding partners require this information under section 14B of the Children Act 2004, about the duties under section 157 of the Education Act 2002. ${lawToCheck}`,
  },
  {
    ...{ sector: 'independent', asks: 'partners', checkedOn: null },
    power: `The safeguarding partners require this information under section 14B of the Children Act 2004, about the duties under section 157 of the Education Act 2002. ${lawToCheck}`,
  },
  {
    ...{ sector: 'further_education', asks: 'partners', checkedOn: null },
    power: `The safeguarding partners require this information under section 14B of the Children Act 2004, about the duties under section 175 of the Education Act 2002. ${lawToCheck}`,
  },
  { sector: 'not_known', asks: 'voluntary', checkedOn: null, power: `Answering is voluntary. ${lawToCheck}` },
]
