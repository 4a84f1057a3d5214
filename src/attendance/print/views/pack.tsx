import { Button, Choices, type Problems, TextField } from '#base/web/field.tsx'
import { ErrorSummary, Heading, Link, P, Page, Title } from '#base/web/page-parts.tsx'
import { counted } from '#base/words.ts'
import { mostBlank } from '../badge.ts'
import { type Pack, parts } from '../pack.ts'
import { partWords } from './frame.tsx'

type PackPageProps = {
  pack: Pack
  typed: { size?: string; blank?: string }
  problems: Problems | undefined
}

export const PackPage = ({ pack: { event, people }, typed, problems }: PackPageProps) => {
  const at = `/organiser/events/${event.code}/print`
  return (
    <Page>
      <ErrorSummary problems={problems} />
      <Title>To print</Title>
      {event.state === 'cancelled' ? (
        <P>This event is cancelled.</P>
      ) : (
        <P>
          {people.length === 0 ? 'Nobody has a place yet' : `${counted(people.length, 'person has a place', 'people have a place')} now`}.
          Each link shows a page as it will be printed; print it with your browser, as late as you can. Shred the sheets once they are
          entered.
        </P>
      )}
      <ul class="govuk-list govuk-list--spaced">
        {parts
          .filter((part) => part !== 'badges')
          .map((part) => (
            <li>
              <Link href={`${at}/${part}`}>{partWords[part].title}</Link>
              <span class="muster-also">{partWords[part].hint}</span>
            </li>
          ))}
      </ul>
      <P>
        <Link href={`${at}/speakers.csv`}>Download names and schools for outside speakers (CSV)</Link>
        <span class="muster-also">Without addresses and telephone numbers. The log says that you took it.</span>
      </P>
      <Heading>{partWords.badges.title}</Heading>
      <form method="get" action={`${at}/badges`} novalidate>
        <Choices
          name="size"
          label="Printed on"
          type="radios"
          values={[typed.size ?? '8']}
          problems={problems}
          options={[
            { value: '8', text: 'A4, eight on a sheet' },
            { value: '10', text: 'A4, ten on a sheet' },
            { value: 'label', text: 'Labels of 62 by 100 mm' },
          ]}
        />
        <TextField
          name="blank"
          label="Blank badges besides"
          hint={`For those who come without a place, up to ${mostBlank}.`}
          width={3}
          inputmode="numeric"
          value={typed.blank ?? '10'}
          problems={problems}
        />
        <div class="govuk-button-group">
          <Button>Show the badges</Button>
          <Button kind="secondary" name="only" value="blank">
            Only blank ones
          </Button>
        </div>
      </form>
    </Page>
  )
}
