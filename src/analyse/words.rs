//! Words that say little about what went wrong, and how common the rest is in postmortems at large.
//!
//! Plain vocabulary: adding a word is adding it to a list. All lists hold lower-case words before stemming.

/// Words without a topic; they also part neighbouring words, so that no pair spans them.
pub const STOP: &str = "\
a about above after again against all also although always am an and another any anyone anything are around as at away \
back be became because become been before began begin being below besides best better between both but by came can cannot \
come could did do does doing done down during each either else enough etc even ever every few finally first following for \
from full further gave get give given go goes going gone got had has have having he her here hers him his how however i if \
in indeed instead into is it its itself just keep kept know known last later least less let like likely made main mainly \
make makes making many may me mean means might more most mostly much must my near need needed needs neither never next no \
non none nor not nothing now of off often on once one only onto or other others our ours out over own part per perhaps \
please put quickly quite rather re really s said same saw say see seem seemed seen several shall she should shown since so \
some something soon still such t take taken taking than that the their them themselves then there therefore these they \
thing things this those though through throughout thus to together too took toward towards tried try trying two under \
until up upon us use used uses using usually very via was way we well went were what when where whether which while who \
whole whom whose why will with within without would yet you your one two three four five six seven eight nine ten zero \
dont didnt doesnt wasnt isnt cant couldnt wont im ive itd thats weve";

/// Words every postmortem has, whatever broke.
pub const BOILERPLATE: &str = "\
incident incidents outage outages postmortem postmortems retrospective report reported reports summary issue issues \
problem problems service services user users customer customers impact impacted affect affected affecting affects \
resolve resolved resolving resolution resolves detect detected detection identified identify identifying team teams \
engineer engineers engineering time times pm utc gmt pst pdt est cet cest bst ist cause caused causes causing root result resulted \
resulting results lead leading led due occur occurred occurring occurs happen happened happening happens experience \
experienced experiencing today yesterday morning afternoon evening night day days hour hours minute minutes min mins \
second seconds week weeks month months year years january february march april may june july august september october \
november december jan feb mar apr jun jul aug sep sept oct nov dec monday tuesday wednesday thursday friday saturday \
sunday mon tue wed thu fri sat sun approximately around total number significant significantly various additional \
follow action actions item items timeline lesson lessons learned learnt improvement improvements fix fixed fixes fixing \
able unable work worked working works start started starting starts stop stopped stopping end ended ending found find \
investigate investigated investigating investigation confirm confirmed declare declared note noted notice noticed message \
initial www com org io http https html github slack channel thread link pull pr see ticket status page";

/// How common the words of a tier are: an inverse document frequency in a large mixed archive.
#[derive(Debug)]
pub struct Tier {
    pub idf: f64,
    pub words: &'static str,
}

/// From the commonest tier to the rarest; a word of no tier has [`UNLISTED`].
pub const BACKGROUND: [Tier; 3] = [
    Tier {
        idf: 1.2,
        words: "\
access application change changed changes cluster connection connections data deploy deployed deployment deployments \
down downtime error errors fail failed failing failure failures high increase increased infrastructure instance \
instances load new node nodes performance platform process processes production recover recovered recovery release \
released request requests response responses restart restarted restore restored run running server servers site \
system systems traffic unavailable update updated updates website",
    },
    Tier {
        idf: 2.0,
        words: "\
account alert alerts api app applied apply automatic automatically available availability backend behavior behaviour \
build check checks client clients code component components config configuration configurations configured connect \
connectivity container containers correct corrected create created critical database databases degradation degraded \
delay delayed delete deleted disk dns drop dropped environment existing expected file files host hosts image images \
improper incoming incorrect incorrectly intermittent internal job jobs latency limit log logs long loss lost maintenance \
memory metric metrics migration monitor monitoring multiple network normal operation operations path pod pods primary \
properly queue rate region remove removed replace replaced resource resources retry role rollback rolled route routing \
rule rules scale scaled script secondary send sent service-level set setting settings slow spike state storage test \
tested testing tests timeout timeouts tool trigger triggered upgrade upgraded version web",
    },
    Tier {
        idf: 2.8,
        words: "\
accidentally agent artifact auth authentication authorization autoscaling backup balancer balancers balancing bandwidth \
batch bug cache cached capacity certificate certificates concurrency consumer controller cpu crash crashed credentials \
datacenter default dependency domain edge endpoint endpoints exhausted exhaustion expired external failover feature \
firewall flag gateway hardware health healthy ingress key keys kubernetes leader leak lock locked manual misconfiguration \
misconfigured mount namespace out-of-memory overload overloaded package partition password permission permissions \
pipeline policy pool power provider proxy query queries quota redirect registry replica replication repository router \
saturated scheduler schema secret secrets security session shard ssl subnet switch table terraform third-party thread \
threads throughput tls token tokens transaction upstream vendor volume worker workers write writes",
    },
];

/// The idf of a single word no tier lists.
pub const UNLISTED: f64 = 4.2;
/// The idf of a pair of neighbouring words.
pub const PAIR: f64 = 4.2;
