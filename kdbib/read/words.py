"""Words that stand in titles, venues and affiliations, and are nobody's name."""

NOT_NAMES = frozenset(
    """
    a about acm across adversarial after against algorithm algorithms alibaba all amazon among
    analysis and annotated any application applications approach are arxiv as at attack
    attention baidu based bayesian be before benchmark between beyond blog book by can causal
    center chapter class classification classifier clustering code coding college compression
    computer computing conference context contrastive convolution convolutional course data
    dataset datasets decision decoding deep deep-learning deepmind dense department depth
    detection detector dialogue diffusion dimensionality discriminative distillation distilling
    does domain driven dynamic edge edition efficient elsevier embedding embeddings encoder
    end-to-end energy estimation evaluation experience explanation exploration expression
    extraction face facebook fast feature features federated feedback few-shot fine-grained
    fine-tuning flow for forest framework from function fusion game generalization generalized
    generation generative geometric global google gradient graph graphs group guide hashing
    hierarchical how huawei human hybrid identification ieee image images imitation in inference
    information instance institute intel intelligence intelligent interaction interactive into
    introduction inverse is it its journal kernel knowledge lab label labels laboratory labs
    language latent layer learn learning lecture lectures lightweight linear local localization
    machine matching matrix measure memory meta method methods microsoft mining mixture mobile
    model modeling models multi multi-task multimodal natural navigation net nets network
    networks neural no node noise noisy normalization not notes novel nvidia object objects of
    official on online open openai optical optimal optimization or over overview paper papers
    parallel parsing part patch pdf perception performance person perspective planning policy
    pooling pose practical pre-training prediction preserving press pretraining privacy
    probabilistic problem proceedings process processing programming progressive project
    propagation pruning quality quantization query question random ranking real-time reasoning
    recognition recommendation reconstruction recurrent region regression regularization
    reinforcement relation relational replay representation representations research residual
    resolution retrieval review robot robotic robotics robust robustness sampling scalable scale
    scene school science search segmentation selection self self-supervised semantic
    semi-supervised sequence sequential shot similarity simple single sketch slides social
    software solution space sparse spatial speech springer stereo stochastic structure
    structured student study style super-resolution supervised supervision survey symposium
    synthesis system systems talk target task tasks teacher team temporal tencent tensor text
    texture than the theory thesis through time to toward towards tracking train training
    transactions transfer transformation transformer transformers translation tutorial under
    understanding universal university unsupervised user using variational version via video
    videos vision visual volume we weak weakly website weight weights what when where which who
    why with within without word words workshop world zero-shot
    look need once only should your
    论文 代码 作者 单位 作者单位 链接 项目 主页 综述 解读 中文解读 视频 数据集 源码 博客 論文
    """.split()
)
"""In lower case; a name may still be one of them, and then other evidence has to say so."""
