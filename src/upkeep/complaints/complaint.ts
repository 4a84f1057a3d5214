// Complaints about how the council uses somebody's data (Data Protection Act 2018, section 164A).
import { addDays, type Day, type Instant, instant, londonDay } from '#base/dates.ts'
import { nextStep, type Step } from '#base/due-step.ts'
import { answerBy } from '#upkeep/records/subject.ts'

export const outcomeWords = {
  upheld: 'Upheld',
  partly_upheld: 'Partly upheld',
  not_upheld: 'Not upheld',
  withdrawn: 'Withdrawn by the complainant',
} as const
export type Outcome = keyof typeof outcomeWords

/** Days in which the law wants a complaint acknowledged. */
const acknowledgeDays = 30

export const longestComplaint = 5000

/** How one came that nobody sent by the form. */
export const cameWords = { post: 'By post', telephone: 'By telephone', in_person: 'In person' } as const
export type Came = keyof typeof cameWords

export type Complaint = {
  id: string
  name: string
  /** '' where whoever told us gave none. */
  email: string
  about: string
  came: Came | 'form'
  recordedBy: string | null
  receivedAt: Instant
  acknowledgeBy: Day
  answerBy: Day
  /** When the email to the complainant left, or somebody noted another way. */
  acknowledgedAt: Instant | null
  outcome: Outcome | null
  answer: string | null
  answeredAt: Instant | null
  answeredBy: string | null
}

/** Until when it must be acknowledged by law, and answered by our own aim of a month. */
export const clockOf = (now: Date): Pick<Complaint, 'receivedAt' | 'acknowledgeBy' | 'answerBy'> => ({
  receivedAt: instant(now),
  acknowledgeBy: addDays(londonDay(now), acknowledgeDays),
  answerBy: answerBy(londonDay(now)),
})

/** What has to be done next, and by when; undefined once it is answered. */
export const nextOf = (
  {
    acknowledgedAt,
    acknowledgeBy,
    answeredAt,
    answerBy: by,
  }: Pick<Complaint, 'acknowledgedAt' | 'acknowledgeBy' | 'answeredAt' | 'answerBy'>,
  today: Day,
): Step<'acknowledge' | 'answer'> | undefined =>
  nextStep(
    [
      // An answer acknowledges it too.
      { step: 'acknowledge', doneAt: acknowledgedAt ?? answeredAt, by: acknowledgeBy < by ? acknowledgeBy : by },
      { step: 'answer', doneAt: answeredAt, by },
    ],
    today,
  )

/** The complainant was erased. */
export const isErased = ({ email }: Pick<Complaint, 'email'>): boolean => email.endsWith('@erased.invalid')

/** Somebody can be emailed. */
export const hasAddress = (complaint: Pick<Complaint, 'email'>): boolean => complaint.email !== '' && !isErased(complaint)
