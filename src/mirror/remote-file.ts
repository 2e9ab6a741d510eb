/** One file as the mirrors have it: what the metadata say, whatever table or answer they came from. */

/** The places that serve the same objects under the same keys, in the order in which they are tried by default. */
export const MIRROR_NAMES = ['azure', 'azure-secondary', 's3', 'https'] as const;
export type MirrorName = (typeof MIRROR_NAMES)[number];

export interface RemoteFile {
  /** ENCFF and six characters; the whole name of the file in the case of a list of plain addresses. */
  readonly accession: string;
  /** The name to store it under, such as `ENCFF001ABC.bigWig`. */
  readonly name: string;
  /** The object's key on Azure and S3, `YYYY/MM/DD/uuid/ACCESSION.ext`; undefined where the metadata do not tell. */
  readonly key: string | undefined;
  /** The path on the portal's own host, `/files/ACCESSION/@@download/NAME`; else a plain address, or `s3://BUCKET/KEY` of an object that the portal does not know by an accession. */
  readonly href: string;
  readonly sizeBytes: number | undefined;
  /** 32 hexadecimal digits, of the bytes as they are stored. */
  readonly md5: string | undefined;
  /** What else the metadata say, by the column names of the portal's newest metadata table; empty values are left out. */
  readonly facts: Readonly<Record<string, string>>;
}
