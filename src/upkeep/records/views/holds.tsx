import { sayDay } from '#base/dates.ts'
import { Button, Choices, type Problems, Select, TextField } from '#base/web/field.tsx'
import { ErrorSummary, Link, P, Page, Title } from '#base/web/page-parts.tsx'
import { classWords, type HoldRow, isRunClass, runClasses } from '../record.ts'

export const sayHeld = (hold: Pick<HoldRow, 'scope' | 'value' | 'label'>): string =>
  hold.scope === 'class'
    ? isRunClass(hold.value)
      ? classWords[hold.value]
      : hold.value
    : hold.scope === 'event'
      ? `The event “${hold.label ?? hold.value}”`
      : `Everything of ${hold.label ?? 'a person'}`

/** @param of the person it was opened from; asks for nothing else then */
export const HoldPage = ({
  values,
  problems,
  of,
}: {
  values: Record<string, string | undefined>
  problems: Problems | undefined
  of: { id: string; name: string } | undefined
}) => (
  <Page>
    <ErrorSummary problems={problems} />
    <Title>{of ? `Place a legal hold on everything of ${of.name}` : 'Place a legal hold'}</Title>
    <P>
      What is held is not destroyed, whatever is due or asked, until an administrator ends the hold: for an inquiry, a complaint or a claim.
      It goes before a request to be erased (UK GDPR, Article 17(3)).
    </P>
    <form method="post" action="/organiser/records/holds" novalidate>
      {of ? (
        <>
          <input type="hidden" name="scope" value="person" />
          <input type="hidden" name="person" value={of.id} />
        </>
      ) : (
        <>
          <Choices
            name="scope"
            type="radios"
            label="What is it to keep?"
            values={[values['scope'] ?? '']}
            problems={problems}
            options={[
              { value: 'class', text: 'A class of records' },
              { value: 'person', text: 'Everything of one person' },
              { value: 'event', text: 'Everything of one event, and everybody who was there' },
            ]}
          />
          <Select
            name="class"
            label="Class, if it is a class"
            value={values['class'] ?? ''}
            problems={problems}
            options={[{ value: '', text: 'Choose' }, ...runClasses.map((of) => ({ value: of, text: classWords[of] }))]}
          />
          <TextField
            name="person"
            label="Email address of the person, if it is a person"
            type="email"
            autocomplete="off"
            value={values['person']}
            problems={problems}
          />
          <TextField
            name="event"
            label="Code of the event, if it is an event"
            width={10}
            autocomplete="off"
            value={values['event']}
            problems={problems}
          />
        </>
      )}
      <TextField
        name="reason"
        label="Why"
        hint="Such as the inquiry and its reference. Do not name children."
        value={values['reason']}
        autocomplete="off"
        problems={problems}
      />
      <TextField
        name="reviewOn"
        label="To be reviewed on"
        hint="Like 1/9/2027"
        width={10}
        value={values['reviewOn']}
        autocomplete="off"
        problems={problems}
      />
      <Button>Place the hold</Button>
    </form>
  </Page>
)

export const EndHoldPage = ({ hold, why, problems }: { hold: HoldRow; why: string; problems: Problems | undefined }) => (
  <Page>
    <ErrorSummary problems={problems} />
    <Title>End this legal hold?</Title>
    <P>
      <strong class="muster-break">{sayHeld(hold)}</strong>, held since {sayDay(hold.createdAt)}
      {hold.createdBy ? ` by ${hold.createdBy}` : ''}: <span class="muster-break">{hold.reason}</span>
    </P>
    <P>
      What it keeps can then be destroyed when it is due, or when somebody asks to be erased, unless another hold keeps it. Ending cannot be
      undone; the same can be held again.
    </P>
    <form method="post" action={`/organiser/records/holds/${hold.id}/end`} novalidate>
      <input type="hidden" name="asked" value="yes" />
      <TextField
        name="why"
        label="Why is it no longer held?"
        hint="Such as that the inquiry has ended, and its reference. Do not name children."
        value={why}
        autocomplete="off"
        problems={problems}
      />
      <Button kind="warning">End the hold</Button>
    </form>
    <P>
      <Link href="/organiser/records">Go on holding it</Link>
    </P>
  </Page>
)
