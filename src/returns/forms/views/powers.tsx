import { sayDay } from '#base/dates.ts'
import { Button, type Problems, Select, TextArea } from '#base/web/field.tsx'
import { ErrorSummary, Heading, P, Page, Table, Title } from '#base/web/page-parts.tsx'
import { sectors } from '#schools/schools/school.ts'
import { askers, type Power, type ReturnForm } from '../return-form.ts'
import { nameOfForm, optionsOf, Tick } from './form.tsx'

const compared = 'I compared this text with the law in force'

/** By whom and when a text was compared with the law. */
const sayChecked = (power: Power | undefined): string =>
  power?.checkedOn ? `${sayDay(power.checkedOn)}${power.checkedBy ? `, ${power.checkedBy}` : ''}` : 'Not yet'

type PowersPageProps = {
  form: ReturnForm
  typed: Record<string, string>
  problems?: Problems | undefined
}

export const PowersPage = ({ form, typed, problems }: PowersPageProps) => (
  <Page>
    <ErrorSummary problems={problems} />
    <span class="govuk-caption-l">{nameOfForm(form)}</span>
    <Title>In whose name and under what power</Title>
    <P>
      Schools read this before the first question. The texts to begin with are ours: compare each with the law in force, and tick it then.
    </P>
    {form.publishedAt === null ? (
      <form method="post">
        {Object.entries(sectors).map(([sector, name]) => (
          <>
            <Heading>{name}</Heading>
            <Select
              {...{ name: `asks-${sector}`, label: 'In whose name', options: optionsOf(askers), value: typed[`asks-${sector}`], problems }}
            />
            <TextArea {...{ name: `power-${sector}`, label: 'Under what power', value: typed[`power-${sector}`], problems }} />
            <Tick
              {...{
                typed,
                name: `checked-${sector}`,
                label: `Is it checked? ${sayChecked(form.powers.find((one) => one.sector === sector))}`,
                text: compared,
              }}
            />
          </>
        ))}
        <Button>Save</Button>
      </form>
    ) : (
      <>
        <Table
          caption="Powers"
          columns={['Schools', 'In whose name', 'Under what power', 'Checked']}
          rows={form.powers.map((power) => [sectors[power.sector], askers[power.asks], power.power, sayChecked(power)])}
        />
        {form.powers.some(({ checkedOn }) => checkedOn === null) ? (
          <form method="post">
            <div id="checked">
              {form.powers
                .filter(({ checkedOn }) => checkedOn === null)
                .map(({ sector }) => (
                  <Tick {...{ typed, name: `checked-${sector}`, label: sectors[sector], text: compared }} />
                ))}
            </div>
            <Button>Tick off</Button>
          </form>
        ) : null}
      </>
    )}
  </Page>
)
