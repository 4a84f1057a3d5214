// An example form in our own words; a council changes it before use.
import type { Kind } from '#base/questions/kind.ts'
import type { HeldFact, Power, QuestionFacts, SectionFacts } from './return-form.ts'

type More = Partial<Pick<QuestionFacts, 'hint' | 'mustAnswer' | 'asksEvidence' | 'asksAction'>> & {
  /** Depends on this answer to the question with that label. */
  given?: readonly [label: string, value: string]
  from?: HeldFact
}
type Asked = { kind: Kind; label: string } & More

const asks = (kind: Kind, label: string, more: More = {}): Asked => ({ kind, label, ...more })
/** A grade, with an action. */
const graded = (label: string, more: More = {}): Asked => asks('grade', label, { asksAction: 1, ...more })
const yesNo = (label: string, hint = '', more: More = {}): Asked => asks('yes_no', label, { hint, ...more })

const panel = 'Does every interview panel have somebody trained in safer recruitment?'
const placed = 'Does the school place any child in alternative provision?'
const usesSite = 'Do others use the site for children outside school hours?'
const assured = 'Can the school assure its governing body that its safeguarding duties are met?'

const byName: readonly (SectionFacts & { questions: readonly Asked[] })[] = [
  {
    title: 'Who leads safeguarding',
    about: 'What the council holds is shown beside each question: confirm it, or say what is different.',
    questions: [
      asks('text', 'Who is the designated safeguarding lead?', { from: 'lead' }),
      asks('text', 'Who are the deputies of the designated safeguarding lead (DSL)?', { from: 'deputy' }),
      asks('text', 'Which governor, trustee or proprietor looks after safeguarding?', { from: 'governor' }),
      graded('The DSL is a senior member of staff with the time and authority that the work needs'),
      yesNo('Can staff reach the DSL or a deputy whenever the school is open?', 'Trips and clubs too.'),
    ],
  },
  {
    title: 'Policies',
    about: '',
    questions: [
      asks('past_date', 'When was the child protection policy last approved?', { from: 'guidance' }),
      asks('where_kept', 'Where can parents read the child protection policy?'),
      yesNo('Do policies that staff know cover staff behaviour and whistleblowing?'),
    ],
  },
  {
    title: 'Training',
    about: '',
    questions: [
      asks('past_date', 'When was the DSL last trained for the role?', { from: 'lead_training' }),
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
      graded('The single central record is complete and is checked by somebody who does not keep it', { asksEvidence: 1 }),
      asks('past_date', 'When was the single central record last checked?'),
      yesNo(panel, 'Maintained schools and referral units: School Staffing Regulations 2009, regulation 9. Others: guidance.'),
      asks('text', 'What will change so that every panel has?', { given: [panel, 'no'] }),
      yesNo(
        'Is everybody who governs or manages the school checked for a section 128 direction?',
        'Academies, free and independent schools: management too. Colleges leave it open.',
        { mustAnswer: 0 },
      ),
    ],
  },
  {
    title: 'Child-on-child abuse, concerns and early help',
    about: 'Never name, describe or count a child.',
    questions: [
      graded('Staff know how to report a concern, and the DSL decides and records on the same day', { asksEvidence: 1 }),
      graded('Staff and pupils know how child-on-child abuse is prevented, reported and dealt with'),
      yesNo('Are incidents of child-on-child abuse that were not referred recorded, with the reason?'),
      yesNo('Are the incidents that were not referred analysed for patterns?'),
      yesNo('Do governors, trustees or the proprietor see that analysis?'),
      yesNo('Do staff know the local thresholds for early help and for a referral?'),
      yesNo('Are families offered early help, and is each plan reviewed?'),
      graded('Records pass safely and in time when a child moves to another school'),
    ],
  },
  {
    title: 'Children who may need more',
    about: '',
    questions: [
      yesNo('Do the DSL and the SEND coordinator look at risks to disabled children together?'),
      yesNo('Is a trained designated teacher named for looked-after and previously looked-after children?'),
      graded('Attendance and children missing education are handled as safeguarding matters'),
      yesNo(placed),
      yesNo('Does every provider assure in writing that its staff are checked?', '', { given: [placed, 'yes'] }),
      yesNo('Is each placement reviewed at least every half term?', '', { given: [placed, 'yes'] }),
      yesNo(usesSite),
      yesNo('Does each agreement to use the site require safeguarding, and end where it is not met?', '', { given: [usesSite, 'yes'] }),
    ],
  },
  {
    title: 'Online safety, Prevent and children’s voice',
    about: '',
    questions: [
      graded('Filtering and monitoring are reviewed at least once a year, and somebody answers for them', { asksEvidence: 1 }),
      graded('Children are taught how to stay safe, online too'),
      yesNo('Is there a Prevent risk assessment that staff know?'),
      yesNo('Have the DSL and deputies had Prevent awareness training?'),
      graded('Children know whom they can tell, and what they say changes what the school does'),
    ],
  },
  {
    title: 'Allegations and low-level concerns about adults',
    about: '',
    questions: [
      graded('Allegations about adults reach the head, or the chair where they are about the head, and the council’s designated officer'),
      yesNo('Do staff know who the council’s designated officer is?'),
      asks('rag', 'How sure is the school that low-level concerns are recorded and looked at together?', { asksAction: 1 }),
    ],
  },
  {
    title: 'Oversight',
    about: '',
    questions: [
      graded('Governors, trustees or the proprietor see a report on safeguarding at least once a year and question it', {
        asksEvidence: 1,
      }),
      asks('past_date', 'When did the governing body last discuss safeguarding?'),
      yesNo(assured),
      asks('text', 'What is in the way, and by when will it be put right?', { given: [assured, 'no'], asksAction: 1 }),
    ],
  },
]

export type Parts = {
  sections: readonly (SectionFacts & { questions: readonly (QuestionFacts & { key: string; ifKey: string | null })[] })[]
}

/** Keys stand in for ids. */
export const example: Parts = {
  sections: byName.map(({ questions, ...section }) => ({
    ...section,
    questions: questions.map(({ kind, label, given, from, hint = '', mustAnswer = 1, asksEvidence = 0, asksAction = 0 }) => ({
      key: label,
      kind,
      label,
      hint,
      settings: {},
      mustAnswer,
      asksEvidence,
      asksAction,
      ifQuestionId: null,
      ifKey: given?.[0] ?? null,
      ifValue: given?.[1] ?? null,
      filledFrom: from ?? null,
    })),
  })),
}

const lawToCheck = 'Check this against the text in force before you publish.'
const power = (sector: Power['sector'], asks: Power['asks'], says: string): Power => ({
  sector,
  asks,
  power: `${says} ${lawToCheck}`,
  checkedOn: null,
  checkedBy: null,
  checkedById: null,
})
const required = (section: string): string =>
  `The safeguarding partners require this information under section 16H of the Children Act 2004, about the duties under section ${section} of the Education Act 2002.`

/** The legal power for each sector, not yet checked by anybody. */
export const usualPowers: readonly Power[] = [
  power(
    'maintained',
    'council',
    'The council requests this of maintained schools, about their duty under section 175 of the Education Act 2002.',
  ),
  power('academy', 'partners', required('157')),
  power('independent', 'partners', required('157')),
  power('further_education', 'partners', required('175')),
  power('not_known', 'voluntary', 'Answering is voluntary.'),
]
