import { londonTime } from '#base/dates.ts'
import { markTypes, markWords } from '#base/standing.ts'
import { Button, Choices, type Problems, TextField } from '#base/web/field.tsx'
import { Caption, ErrorSummary, Heading, Inset, Link, P, Page, Title } from '#base/web/page-parts.tsx'
import { schoolLabel } from '#schools/schools/school.ts'
import { came, quickReasons, standing } from '../mark.ts'
import type { MarkRefusal } from '../mark-attendance.ts'
import { type PersonOnRegister, personName, type SessionOfRegister } from '../register.ts'
import { type RegisterView, registerPath } from '../register-path.ts'
import { History, MarkLine, MarkTag, Peculiarities } from './person.tsx'
import { markRefusals } from './refusals.tsx'

type ReasonFieldsProps = {
  choice?: string | undefined
  reason: string
  problems?: Problems | undefined
}

/** A reason by one tap, or in words. */
export const ReasonFields = ({ choice, reason, problems }: ReasonFieldsProps) => (
  <>
    <Choices
      type="radios"
      name="reasonChoice"
      label="Why is it marked so?"
      values={choice ? [choice] : []}
      options={quickReasons.map((text) => ({ value: text, text }))}
      problems={problems}
    />
    <TextField
      name="reason"
      label="In your own words (optional, unless you chose “Other”)"
      hint="This stays on the record and cannot be taken out. Do not name children, and write nothing about anyone’s health."
      value={reason}
      problems={problems}
    />
  </>
)

type ChangePageProps = {
  person: PersonOnRegister
  session: SessionOfRegister
  view: RegisterView
  markId: string
  values: { markType?: string | undefined; reasonChoice?: string | undefined; reason: string; time?: string | undefined }
  problems?: Problems | undefined
  refused?: MarkRefusal | undefined
  /** May propose whom somebody represented. */
  corrects: boolean
}

export const ChangePage = ({ person, session, view, markId, values, problems, refused, corrects }: ChangePageProps) => {
  const stands = standing(person.marks)
  const all: Problems = {
    ...problems,
    ...(refused ? { [refused === 'already_marked' ? 'markType' : 'reasonChoice']: markRefusals[refused] } : {}),
  }
  return (
    <Page>
      <ErrorSummary problems={all} />
      <Caption>{person.school ? schoolLabel(person.school) : person.organisation || 'Not matched to a school yet'}</Caption>
      <Title>
        {stands ? 'Change what is marked of' : 'Mark'} {personName(person)}
      </Title>
      {stands ? (
        <>
          <P>
            Now marked <MarkTag markType={stands.markType} /> <MarkLine mark={stands} session={session} />{' '}
            <Peculiarities mark={stands} session={session} />
          </P>
          <P>What you say instead will stand. What was marked before is kept and shown beside it.</P>
        </>
      ) : null}
      {person.unnamed ? (
        <P>
          <Link href={registerPath(session.id, view, `/people/${person.id}/name`)}>Name who came</Link>
        </P>
      ) : null}
      {session.signOff ? (
        <Inset>
          This register is signed off. What you mark now does not alter the figures that were signed; it is shown beside them.
          {corrects && person.kind === 'place' ? (
            <>
              {' '}
              <Link href={`/organiser/events/${session.code}/correction/${person.id}`}>Correct whom they represented</Link>
            </>
          ) : null}
        </Inset>
      ) : null}
      <form method="post" action={registerPath(session.id, view, '/marks')} novalidate>
        <input type="hidden" name="person" value={person.id} />
        <input type="hidden" name="mark" value={markId} />
        {stands ? <input type="hidden" name="corrects" value={stands.id} /> : null}
        <Choices
          type="radios"
          name="markType"
          label="What is right"
          values={values.markType ? [values.markType] : []}
          options={markTypes
            .filter((markType) => markType !== stands?.markType && !(person.unnamed && came(markType)))
            .map((markType) => ({ value: markType, text: markWords[markType] }))}
          problems={all}
        />
        {view.source === 'paper' ? (
          <TextField
            name="time"
            type="time"
            label="Time on the sheet"
            width={5}
            value={values.time ?? londonTime(session.startsAt)}
            problems={all}
          />
        ) : null}
        {stands || session.signOff ? <ReasonFields choice={values.reasonChoice} reason={values.reason} problems={all} /> : null}
        <Button>Save</Button>
      </form>
      {person.marks.length > 0 ? (
        <>
          <Heading>Everything marked so far</Heading>
          <History person={person} session={session} />
        </>
      ) : null}
    </Page>
  )
}
