#!/usr/bin/env bash
# Build the image and the template, or start a job from it. dataflow/README.md explains each step.
#
#   dataflow/launch.sh build                     needs PROJECT, REGION, BUCKET
#   dataflow/launch.sh run gs://…/raw gs://…/out [parameter=value …]
set -euo pipefail
cd "$(dirname "$0")/.."

: "${PROJECT:?name your project: PROJECT=…}" "${REGION:?name a region: REGION=europe-west3}"
: "${BUCKET:?name a bucket of yours: BUCKET=my-bucket}"
IMAGE=${IMAGE:-$REGION-docker.pkg.dev/$PROJECT/jiaokan/jiaokan:0.1.0}
TEMPLATE=gs://$BUCKET/jiaokan/template.json

case ${1:-} in
build)
  rm -rf dist
  python3 setup.py --quiet sdist
  docker build --file dataflow/Dockerfile --tag "$IMAGE" .
  docker push "$IMAGE"
  gcloud dataflow flex-template build "$TEMPLATE" --project "$PROJECT" --image "$IMAGE" \
    --sdk-language PYTHON --metadata-file dataflow/metadata.json
  ;;
run)
  input=${2:?name the input: gs://…/raw} output=${3:?name the output: gs://…/out}
  parameters=(--parameters "^|^input=$input|output=$output|sdk_container_image=$IMAGE")
  for parameter in "${@:4}"; do parameters+=(--parameters "^|^$parameter"); done
  gcloud dataflow flex-template run "jiaokan-$(date +%Y%m%d-%H%M%S)" --project "$PROJECT" \
    --region "$REGION" --template-file-gcs-location "$TEMPLATE" \
    --staging-location "gs://$BUCKET/jiaokan/staging" --temp-location "gs://$BUCKET/jiaokan/temp" \
    "${parameters[@]}"
  ;;
*)
  sed -n '2,6s/^# \{0,1\}//p' "$0" >&2
  exit 2
  ;;
esac
