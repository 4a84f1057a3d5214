// The tree against the test vectors of RFC 6962's own implementation (certificate-transparency, merkle_tree_test).
import { execFileSync } from 'node:child_process'
import { createHash, generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { inBase64 } from '#base/id.ts'
import { type Bytes, consistencyOf, grow, inclusionOf, leafOf, nodesOf, rootOf } from '#base/seal/tree.ts'
import { existing } from '#test/support/existing.ts'
import { noteOf, readSigner, verifierOf } from '#upkeep/seal/checkpoint.ts'

const hex = (text: string): Bytes => Uint8Array.from(Buffer.from(text, 'hex'))
const inHex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

const vectors = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f']
const roots = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]

/** The hash of a stretch by the definition of RFC 6962, from its leaves. */
const treeHash = (leaves: readonly Bytes[]): Bytes => {
  const [only] = leaves
  if (!only) return Uint8Array.from(createHash('sha256').digest())
  if (leaves.length === 1) return only
  let k = 1
  while (k * 2 < leaves.length) k *= 2
  return Uint8Array.from(
    createHash('sha256')
      .update(Buffer.concat([Buffer.of(1), treeHash(leaves.slice(0, k)), treeHash(leaves.slice(k))]))
      .digest(),
  )
}

const aTree = async (size: number) => {
  const leaves = await Promise.all(Array.from({ length: size }, (_, n) => leafOf(new TextEncoder().encode(`entry ${n}`))))
  return { leaves, of: (from: number, to: number) => treeHash(leaves.slice(from, to)) }
}

// “The tree, its hashes and its proofs are those of RFC 6962.”
it('has the roots that RFC 6962 gives, added to one by one and at once', async () => {
  const leaves = await Promise.all(vectors.map((text) => leafOf(hex(text))))
  let standing: { peaks: Bytes[] } = { peaks: [] }
  expect(inHex(await rootOf([]))).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
  for (const [n, leaf] of leaves.entries()) {
    standing = await grow(n, standing.peaks, [leaf])
    expect(inHex(await rootOf(standing.peaks))).toBe(roots[n])
    expect(inHex(await rootOf((await grow(0, [], leaves.slice(0, n + 1))).peaks))).toBe(roots[n])
  }
})

it('keeps each whole node once, as the definition says', async () => {
  const { leaves, of } = await aTree(37)
  const first = await grow(0, [], leaves.slice(0, 11))
  const { nodes } = await grow(11, first.peaks, leaves.slice(11))
  const all = [...first.nodes, ...nodes]
  expect(all.map(({ level, number }) => `${level}/${number}`).sort()).toEqual(
    [1, 2, 3, 4, 5].flatMap((level) => Array.from({ length: Math.floor(37 / 2 ** level) }, (_, n) => `${level}/${n}`)).sort(),
  )
  for (const { level, number, hash } of all) expect(hash).toEqual(of(number * 2 ** level, (number + 1) * 2 ** level))
})

it('names for every proof stretches that are made of whole nodes', async () => {
  const { of } = await aTree(21)
  for (let size = 1; size <= 21; size += 1)
    for (let index = 0; index < size; index += 1)
      for (const stretch of [...inclusionOf(index, { from: 0, to: size }), ...consistencyOf(index + 1, { from: 0, to: size })]) {
        const parts = nodesOf(stretch).map(({ level, number }) => [number * 2 ** level, (number + 1) * 2 ** level] as const)
        expect(parts.every(([from]) => Number.isInteger(from))).toBe(true)
        expect(await rootOf(parts.map(([from, to]) => of(from, to)))).toEqual(of(stretch.from, stretch.to))
      }
})

const script = join(dirname(fileURLToPath(import.meta.url)), '../../../../assets/verify-log.mjs')
const folder = mkdtempSync(join(tmpdir(), 'verify-'))
const file = (name: string, content: string): string => {
  writeFileSync(join(folder, name), content)
  return join(folder, name)
}
/** What the downloaded program answers: its words, or why it does not verify. */
const verifying = (...given: string[]): string => {
  try {
    return execFileSync(process.execPath, [script, ...given], { encoding: 'utf8', stdio: 'pipe' }).trim()
  } catch (error) {
    return String((error as { stderr: string }).stderr).trim()
  }
}

const seed = inBase64(Uint8Array.from({ length: 32 }, (_, n) => n))
const aSigner = async (setting = seed) => {
  const signer = await readSigner('conferences.example.gov.uk', setting).then(existing)
  return signer
}
const aCheckpoint = async (tree: Awaited<ReturnType<typeof aTree>>, size: number) =>
  file(`${size}.txt`, await noteOf('conferences.example.gov.uk', size, inBase64(tree.of(0, size)), await aSigner()))
const proofOf = (tree: Awaited<ReturnType<typeof aTree>>, stretches: { from: number; to: number }[]) =>
  stretches.map(({ from, to }) => inBase64(tree.of(from, to)))

it('reads a key of 32 bytes and of PKCS #8 alike, and nothing else', async () => {
  const pkcs8 = generateKeyPairSync('ed25519').privateKey.export({ format: 'der', type: 'pkcs8' })
  expect(inHex((await aSigner()).publicKey)).toBe('03a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8')
  expect(inHex((await aSigner(pkcs8.toString('base64'))).publicKey)).toBe(
    inHex((await aSigner(pkcs8.subarray(16).toString('base64'))).publicKey),
  )
  expect(await readSigner('a', undefined)).toBeUndefined()
  expect(await readSigner('a', 'not a key')).toBeUndefined()
})

// “A program that needs nothing of ours checks a signature, an entry, its row, and that a log only grew; it finds what was changed.”
it('a downloaded program checks signature, entry and growth, and finds what was changed', async () => {
  const [tree, other] = [await aTree(13), await aTree(13)]
  const [old, now] = [await aCheckpoint(tree, 6), await aCheckpoint(tree, 13)]
  const key = await verifierOf(await aSigner())
  expect(key).toMatch(/^conferences\.example\.gov\.uk\+[0-9a-f]{8}\+AQOhB7/)
  expect(verifying('checkpoint', now, key)).toBe('conferences.example.gov.uk stated a log of 13 entries.')
  expect(verifying('checkpoint', now)).toContain('no signature was checked')

  const inclusion = (index: number, leaf = tree.leaves[index]) =>
    file(
      'entry.json',
      JSON.stringify({ leafHash: inBase64(leaf ?? hex('')), hashes: proofOf(tree, inclusionOf(index, { from: 0, to: 13 })) }),
    )
  for (const index of [0, 7, 8, 11, 12])
    expect(verifying('entry', String(index), now, key, '--proof', inclusion(index))).toContain(`Entry ${index} (`)
  expect(verifying('entry', '7', now, key, '--proof', inclusion(8))).toBe('NOT VERIFIED: the log is not the one of the checkpoint')
  expect(verifying('entry', '7', now, key, '--proof', inclusion(7, other.leaves[6]))).toBe(
    'NOT VERIFIED: the log is not the one of the checkpoint',
  )
  expect(verifying('entry', '13', now, key)).toBe('NOT VERIFIED: the checkpoint has 13 entries')

  const [salt, row] = [inBase64(Uint8Array.from({ length: 16 }, () => 7)), '["mark","a"]']
  other.leaves[3] = await leafOf(
    Uint8Array.from({ length: 16 }, () => 7),
    new TextEncoder().encode(row),
  )
  const sealed = await aCheckpoint(other, 12)
  const proof = file(
    'row.json',
    JSON.stringify({ leafHash: inBase64(other.leaves[3]), hashes: proofOf(other, inclusionOf(3, { from: 0, to: 12 })) }),
  )
  expect(verifying('entry', '3', sealed, key, '--proof', proof, '--salt', salt, '--row', file('row', row))).toContain('Entry 3 (')
  expect(verifying('entry', '3', sealed, key, '--proof', proof, '--salt', salt, '--row', file('row', '["mark","b"]'))).toBe(
    'NOT VERIFIED: the entry is not of this row',
  )

  for (const from of [1, 4, 6, 8, 13]) {
    const growth = file('growth.json', JSON.stringify({ hashes: proofOf(tree, consistencyOf(from, { from: 0, to: 13 })) }))
    expect(verifying('growth', await aCheckpoint(tree, from), now, key, '--proof', growth)).toBe(
      `The log of 13 entries is that of ${from} with ${13 - from} added.`,
    )
  }
  const growth = file('growth.json', JSON.stringify({ hashes: proofOf(other, consistencyOf(6, { from: 0, to: 13 })) }))
  expect(verifying('growth', old, await aCheckpoint(other, 13), key, '--proof', growth)).toBe(
    'NOT VERIFIED: the log is not the one of the checkpoint',
  )
  const forged = file(
    'forged.txt',
    `${await noteOf('conferences.example.gov.uk', 6, inBase64(other.of(0, 6)), undefined)}\n— conferences.example.gov.uk ${inBase64(new Uint8Array(68))}\n`,
  )
  expect(verifying('checkpoint', forged, key)).toBe(`NOT VERIFIED: ${forged} is not signed with this key`)
  expect(verifying('checkpoint', old, key.replace('+', 's+'))).toBe('NOT VERIFIED: the key does not have the hash that it says')
})
