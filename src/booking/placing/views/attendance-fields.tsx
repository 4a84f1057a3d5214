import { Choices, type Problems, TextField } from '#base/web/field.tsx'
import { Details } from '#base/web/page-parts.tsx'
import { counted } from '#base/words.ts'
import { attendances, type EventDetails, eventFor, isMixed, placesLeft } from '#events/events/event.ts'
import { attendanceTitles } from '#events/events/views/words.tsx'

type Field = { event: EventDetails; value: string; problems?: Problems | undefined }

type AttendanceFieldProps = Field & { name: string; label?: string | undefined }

/** To the room or online, with what is left of each; nothing where there is one way to come. */
export const AttendanceField = ({ event, name, value, label = 'To the room, or online?', problems }: AttendanceFieldProps) =>
  isMixed(event) ? (
    <Choices
      type="radios"
      small
      name={name}
      label={label}
      values={[value]}
      options={attendances.map((way) => ({
        value: way,
        text: `${attendanceTitles[way]} (${counted(placesLeft(eventFor(event, way)), 'place')} left)`,
      }))}
      {...(problems ? { problems } : {})}
    />
  ) : null

/** Folded: only places without a name need it. */
export const OnlineField = ({ event, value, problems }: Field) =>
  isMixed(event) ? (
    <Details summary="Places without a name" open={value !== '' || problems?.['online'] !== undefined}>
      <TextField
        name="online"
        label="How many of the places without a name are online?"
        hint="Empty: all are in the room. You can change each later"
        value={value}
        width={3}
        inputmode="numeric"
        problems={problems}
      />
    </Details>
  ) : null
