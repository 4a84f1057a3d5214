import { londonTime } from '#base/dates.ts'
import { markTypes, markWords } from '#base/standing.ts'
import { Choices, TextField } from '#base/web/field.tsx'
import { text, texts } from '#base/web/form.ts'
import { Heading, Inset, Link, P } from '#base/web/page-parts.tsx'
import type { Typed } from '#base/web/press.tsx'
import { came, quickReasons, standing } from '../mark.ts'
import type { PersonOnRegister, SessionOfRegister } from '../register.ts'
import { type RegisterView, registerPath } from '../register-path.ts'
import { History, MarkLine, MarkTag, Peculiarities } from './person.tsx'

/** A reason by one tap, or in words. */
export const ReasonFields = ({ body, problems }: Typed) => (
  <>
    <Choices
      type="radios"
      name="reasonChoice"
      label="Why is it marked so?"
      values={texts(body, 'reasonChoice')}
      options={quickReasons.map((text) => ({ value: text, text }))}
      problems={problems}
    />
    <TextField
      name="reason"
      label="In your own words (optional, unless you chose “Other”)"
      hint="This stays on the record and cannot be taken out. Do not name children, and write nothing about anyone’s health."
      value={text(body, 'reason')}
      problems={problems}
    />
  </>
)

type AboutMarkProps = {
  person: PersonOnRegister
  session: SessionOfRegister
  view: RegisterView
  /** May propose whom somebody represented. */
  corrects: boolean
}

export const AboutMark = ({ person, session, view, corrects }: AboutMarkProps) => {
  const stands = standing(person.marks)
  return (
    <>
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
    </>
  )
}

type MarkFieldsProps = Pick<AboutMarkProps, 'person' | 'session' | 'view'> & Typed & { markId: string }

export const MarkFields = ({ person, session, view, markId, body, problems }: MarkFieldsProps) => {
  const stands = standing(person.marks)
  return (
    <>
      <input type="hidden" name="person" value={person.id} />
      <input type="hidden" name="mark" value={markId} />
      {stands ? <input type="hidden" name="corrects" value={stands.id} /> : null}
      <Choices
        type="radios"
        name="markType"
        label="What is right"
        values={texts(body, 'markType')}
        options={markTypes
          .filter((markType) => markType !== stands?.markType && !(person.unnamed && came(markType)))
          .map((markType) => ({ value: markType, text: markWords[markType] }))}
        problems={problems}
      />
      {view.source === 'paper' ? (
        <TextField
          name="time"
          type="time"
          label="Time on the sheet"
          width={5}
          value={text(body, 'time') || londonTime(session.startsAt)}
          problems={problems}
        />
      ) : null}
      {stands || session.signOff ? <ReasonFields body={body} problems={problems} /> : null}
    </>
  )
}

export const MarksSoFar = ({ person, session }: Pick<AboutMarkProps, 'person' | 'session'>) =>
  person.marks.length > 0 ? (
    <>
      <Heading>Everything marked so far</Heading>
      <History person={person} session={session} />
    </>
  ) : null
