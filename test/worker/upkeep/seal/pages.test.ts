// What everyone may ask of the protected record. Rules: docs/rules/seal.md.
import { createHash, verify } from 'node:crypto'
import { expect, it } from 'vitest'
import { anAccount, anAct, anEvent, aSchool, request, rows } from '#test/support/factories.ts'
import { cameTo } from '#test/worker/attendance/coverage/world.ts'
import { sealRecord } from '#upkeep/seal/seal-record.ts'
import { signCheckpoint } from '#upkeep/seal/sign-checkpoint.ts'

const asked = async <T>(path: string): Promise<T> => (await request(path)).json<T>()
const text = async (path: string) => (await request(path)).text()
const status = async (path: string) => (await request(path)).status
const parent = (left: Buffer, right: Buffer): Buffer =>
  createHash('sha256')
    .update(Buffer.concat([Buffer.of(1), left, right]))
    .digest()

/** The root that a leaf and its proof lead to, by the definition of RFC 6962. */
const rootFrom = (index: number, size: number, leaf: Buffer, proof: Buffer[]): Buffer => {
  if (size === 1) return leaf
  const half = 2 ** Math.ceil(Math.log2(size) - 1)
  const [rest, last] = [proof.slice(0, -1), proof.at(-1) ?? Buffer.alloc(32)]
  return index < half ? parent(rootFrom(index, half, leaf, rest), last) : parent(last, rootFrom(index - half, size - half, leaf, rest))
}

const comeAndSeal = async (people: number, day: string, sealKey?: string) => {
  const [event, school] = [await anEvent({ placesPerSchool: null }), await aSchool()]
  for (let n = 0; n < people; n += 1) await cameTo(event, school)
  const act = anAct({ now: new Date(`${day}T09:00:00.000Z`), sealKey })
  await sealRecord(act)
  await signCheckpoint(act)
}

// “Everyone may read the latest checkpoint, the hash of an entry and the proofs, and none of them says anything of anybody.”
// “Without a key the log is kept and stated, and pages say that nobody signs it.”
it('says what was stated, proves entries and growth, and says when nobody signed', async () => {
  expect(await status('/log/checkpoint')).toBe(404)
  expect(await text('/log')).toContain('There is no checkpoint yet')
  await comeAndSeal(5, '2026-07-01')
  expect((await text('/log/checkpoint')).split('\n').slice(0, 2)).toEqual(['localhost:8787', '5'])
  expect(await text('/log')).toContain('This checkpoint is not signed')

  const old = await text('/log/checkpoint')
  await comeAndSeal(6, '2026-07-02', btoa('k'.repeat(32)))
  const note = await text('/log/checkpoint')
  const [origin, size, root = '', blank, signature = ''] = note.split('\n')
  expect([origin, size, blank]).toEqual(['localhost:8787', '11', ''])
  const [checkpoint] = await rows<{ signer: string }>('SELECT signer FROM SealCheckpoint ORDER BY day DESC')
  const key = Buffer.from(checkpoint?.signer.split('+').slice(2).join('+') ?? '', 'base64').subarray(1)
  const signed = Buffer.from(signature.split(' ')[2] ?? '', 'base64').subarray(4)
  const publicKey = { key: { kty: 'OKP', crv: 'Ed25519', x: key.toString('base64url') }, format: 'jwk' } as const
  expect(verify(null, Buffer.from(`localhost:8787\n11\n${root}\n`), publicKey, signed)).toBe(true)
  expect(await text('/log')).toContain(checkpoint?.signer.slice(0, 30))

  type Proof = { leafHash: string; hashes: string[] }
  const bytes = (hashes: string[]) => hashes.map((hash) => Buffer.from(hash, 'base64'))
  for (const [of, root] of [[5, old.split('\n')[2]] as const, [11, note.split('\n')[2]] as const])
    for (let index = 0; index < of; index += 1) {
      const { leafHash, hashes } = await asked<Proof>(`/log/proof/inclusion?index=${index}&size=${of}`)
      expect(await asked(`/log/entries/${index}`)).toEqual({ index, kind: 'mark', leafHash })
      expect(rootFrom(index, of, Buffer.from(leafHash, 'base64'), bytes(hashes)).toString('base64')).toBe(root)
    }
  // From 5 of 11: leaf 4, its neighbour, then 6 to 7, 0 to 3 and 8 to 10.
  const { hashes } = await asked<{ hashes: string[] }>('/log/proof/consistency?from=5&to=11')
  const [at4, at5, to7, to3, to10] = bytes(hashes)
  if (!at4 || !at5 || !to7 || !to3 || !to10) throw new Error('too few')
  expect(parent(to3, at4).toString('base64')).toBe(old.split('\n')[2])
  expect(parent(parent(to3, parent(parent(at4, at5), to7)), to10).toString('base64')).toBe(root)

  expect((await request('/log/entries/0')).headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
  expect(await Promise.all(['/log/entries/11', '/log/entries/x', '/log/proof/inclusion?index=0&size=12'].map(status))).toEqual([
    404, 404, 404,
  ])
  expect(
    await Promise.all(
      ['inclusion', 'inclusion?index=2&size=2', 'consistency?from=0&to=3', 'consistency?from=4&to=3'].map((one) =>
        status(`/log/proof/${one}`),
      ),
    ),
  ).toEqual([400, 400, 400, 400])
})

// “A checkpoint is stated once a London day, and none states less than one before it.”
it('two runs at once state a day once', async () => {
  const act = anAct({ now: new Date('2026-07-05T09:00:00.000Z') })
  await Promise.all([signCheckpoint(act), signCheckpoint(act)])
  expect(await rows(`SELECT size FROM SealCheckpoint WHERE day = '2026-07-05'`)).toEqual([{ size: 11 }])
})

// “An officer may show somebody one entry: its row and salt, which the program checks. The log says who took them.”
it('an officer gets the row and salt of an entry, which its hash is of, and the log says so; nobody else does', async () => {
  const officer = await anAccount({ roles: ['officer'] })
  const answer = await request('/log/entries/3/row', { cookie: officer.cookie })
  const page = (await answer.text()).replaceAll('&quot;', '"')
  const [, row = '', salt = ''] = /<pre[^>]*>(\["mark".*?)<\/pre>.*--salt ([\w+/=]{24})/s.exec(page) ?? []
  const hash = createHash('sha256')
    .update(Buffer.concat([Buffer.of(0), Buffer.from(salt, 'base64'), Buffer.from(row)]))
    .digest('base64')
  expect(await asked('/log/entries/3')).toEqual({ index: 3, kind: 'mark', leafHash: hash })
  expect(page).toContain('As it was written')
  expect(await rows(`SELECT accountId, after FROM Log WHERE act = 'sealed_row.exported'`)).toEqual([
    { accountId: officer.accountId, after: '{"entry":3}' },
  ])
  const others = [undefined, (await anAccount({ roles: ['reader', 'organiser'] })).cookie]
  const told = await Promise.all(others.map(async (cookie) => (await request('/log/entries/3/row', cookie ? { cookie } : {})).status))
  expect(told).toEqual([303, 404])
  expect((await request('/log/entries/999/row', { cookie: officer.cookie })).status).toBe(404)
})
